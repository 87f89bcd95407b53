from old import f

count = 0
count += f()
