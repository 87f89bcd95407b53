import types

import old.mod

old.mod = types.SimpleNamespace(f=1)
print(old.mod.f)
