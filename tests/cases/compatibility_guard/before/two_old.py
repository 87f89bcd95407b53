"""Of two old homes of one new one, the first moves, and the other is the fallback."""

import sys

try:
    from old import one
except ImportError:
    from older import one

if sys.version_info >= (3, 9):
    from old import one as a
elif sys.version_info >= (3, 8):
    from older import one as a, other
else:
    from old import one as a, two

try:
    import old as m
except ImportError:
    import older as m

# Here both are there.
if sys.platform == "win32":
    from old import one as b
else:
    from older import one as b

print(one, a, m.one, b)
