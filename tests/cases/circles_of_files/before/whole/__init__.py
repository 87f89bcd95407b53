# The package has its part under another name, and loads it as it did.
from whole import part
from whole.part import one
from whole.names import *

__all__ = ["one", "part"]
