"""uno is mentioned."""
from pkg_b import uno as _uno  # first
from pkg_c import two as two
import os

one = _uno

X = 1
if X:
    from pkg_b import uno as three, uno as _uno  # noqa: F401
    one = _uno
try:
    import os; from pkg_b import uno as _uno; import sys; one = _uno
except ImportError:
    one = None
