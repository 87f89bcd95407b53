import old.mod

f = old.mod.f
old = 3
print(f, old)
