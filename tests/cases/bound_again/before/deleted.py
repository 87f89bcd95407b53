import old.mod

print(old.mod.f())
del old
