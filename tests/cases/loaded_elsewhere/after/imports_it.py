import old.mod

print(old.mod.stays)
