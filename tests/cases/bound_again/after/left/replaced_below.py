import types

from old import mod

mod.inner = types.SimpleNamespace(f=1)
print(mod.inner.f)
