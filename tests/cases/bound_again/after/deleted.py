import new as old

print(old.f())
del old
