import pkg.a
from pkg.c import name as renamed
from .b2 import foo
from . import x
