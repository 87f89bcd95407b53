"""What Python 3 has by the same name moves, and the other with it."""

import sys

if sys.version_info >= (3,):
    from new import f
else:
    from new import f

if sys.version_info < (3,):
    import new.mod as m
else:
    import new.mod as m

print(f, m.run())
