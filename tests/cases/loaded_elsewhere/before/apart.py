from old.apart import f

print(f)
