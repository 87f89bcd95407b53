import pkg.c
from .new_deep import y
from pkg import x
