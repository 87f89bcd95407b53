"""These some Python 3 runs, or it is not known who does."""

import sys

PY2 = 1

if PY2:
    pass
else:
    from old import f

if sys.version_info >= (3, 9):
    a = None
else:
    from old import f as a

if sys.version_info >= (3,) and sys.platform == "win32":
    b = None
else:
    from old import f as b

if sys.version_info[0] == 2 or sys.flags.debug:
    from old import f as c

if sys.version_info >= (4,):
    pass
else:
    from old import f as d


def run(py2):
    if py2:
        from old import f as e

        return e
    return f() if sys.version_info[0] >= 3 else None


if sys.version_info[9] == 2:
    from old import f as g
