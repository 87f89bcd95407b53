if cond:
    pass

print(list)
