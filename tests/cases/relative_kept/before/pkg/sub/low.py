import pkg.c
from .old_deep import y
from .deep import x
