from . import a, c
from .a import (
    bar,
    foo,  # the foo
    keep,
)
from .old import *
from .sub.deep import x

foo(bar, keep, x, a.foo(), a.keep, c.other)


def f():
    from . import a as m

    return m.foo
