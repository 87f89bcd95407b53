"""None of these is a guard of a new home: they are rewritten."""

import sys

import np
from other import new

try:
    from old import one
except ImportError:
    one = None

if sys.platform == "win32":
    from old import two
else:
    from old import two as two

try:
    import new_thing
except ImportError:
    from old import one as a

if new:
    b = np.product([])
else:
    b = np.prod([])

try:
    c = np.prod([])
except ValueError:
    c = np.product([])

try:
    from new import one as d
except ValueError:
    from old import one as d


def f():
    from new import one

    return one


def g():
    from old import one

    return one
