import old.mod

print(old.mod.f(), old.mod.g())
del old
