import old.mod

with old.mod.f() as old:
    print(old)
