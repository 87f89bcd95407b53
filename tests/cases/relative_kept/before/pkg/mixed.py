import pkg.a
from pkg.c import renamed
from .a import foo
from .sub.deep import x
