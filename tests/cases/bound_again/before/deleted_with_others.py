import old.mod, os

print(old.mod.f(), old.mod.stays, os)
del old, os
