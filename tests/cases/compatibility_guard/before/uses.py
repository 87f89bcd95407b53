"""The old package is imported in any case, and used where the new one is missing."""

import sys

import np
import old

try:
    import new
except ImportError:
    new = None

a = new.one if new is not None else old.one
b = old.two

try:
    prod = np.prod
except AttributeError:
    prod = np.product

if hasattr(np, "prod"):
    c = np.prod([])
else:
    c = np.product([])

d = np.product([]) if sys.version_info < (3, 9) else np.prod([])
