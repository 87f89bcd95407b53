import old.mod

old.mod.flag = True
print(old.mod.f, old.mod.flag)
