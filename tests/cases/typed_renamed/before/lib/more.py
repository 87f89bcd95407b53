"""uno is mentioned."""
from pkg_a import (
    one as one,  # first
    two as two,
)
import os

X = 1
if X:
    from pkg_a import one as three, one as one  # noqa: F401
try:
    import os; from pkg_a import one as one; import sys
except ImportError:
    one = None
