"""What Python 3 has by the same name moves, and the other with it."""

import sys

if sys.version_info >= (3,):
    from old import f
else:
    from old import f

if sys.version_info < (3,):
    import old.mod as m
else:
    import old.mod as m

print(f, m.run())
