"""Of two old homes of one new one, the first moves, and the other is the fallback."""

import sys

try:
    from new import one
except ImportError:
    from older import one

if sys.version_info >= (3, 9):
    from new import one as a
elif sys.version_info >= (3, 8):
    from older import one as a, other
else:
    from new import one as a
    from third import two

try:
    import new as m
except ImportError:
    import older as m

# Here both are there.
if sys.platform == "win32":
    from new import one as b
else:
    from new import one as b

print(one, a, m.one, b)
