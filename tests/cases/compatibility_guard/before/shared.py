"""A fallback that binds what another import has bound: one cannot move alone."""

import old.mod

try:
    import new.mod
except ImportError:
    import old.mod

print(old.mod.f)

from old import one

try:
    from new import one as newer
except ImportError:
    from old import one

print(one)

# What is bound in another scope moves.


def function():
    import old.mod

    return old.mod.f
