import new

with new.f() as old:
    print(old)
