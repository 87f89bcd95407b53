"""None of these is a guard of a new home: they are rewritten."""

import sys

import np
from other import new

try:
    from new import one
except ImportError:
    one = None

if sys.platform == "win32":
    from third import two
else:
    from third import two as two

try:
    import new_thing
except ImportError:
    from new import one as a

if new:
    b = np.prod([])
else:
    b = np.prod([])

try:
    c = np.prod([])
except ValueError:
    c = np.prod([])

try:
    from new import one as d
except ValueError:
    from new import one as d


def f():
    from new import one

    return one


def g():
    from new import one

    return one
