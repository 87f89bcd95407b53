from new import f

count = 0
count += f()
