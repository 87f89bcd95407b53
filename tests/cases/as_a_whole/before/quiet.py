"""What says nothing of the names in a module."""

import a.b
from a import b

if b is None or not a.b:
    raise ImportError
print(a.__version__, a.b.__name__, b.__doc__, getattr(b, "g"))
