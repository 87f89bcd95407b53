import old.mod, os
import new

print(new.f(), old.mod.stays, os)
del old, os
