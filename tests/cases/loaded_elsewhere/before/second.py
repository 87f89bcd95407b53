from old.late import f

print(f)
