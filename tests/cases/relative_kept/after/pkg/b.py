from . import a, c
from . import b2
from .a import (
    keep,
)
from elsewhere import bar
from .b2 import foo  # the foo
from .new import *
from . import x

foo(bar, keep, x, b2.foo(), a.keep, c.other)


def f():
    from . import b2 as m

    return m.foo
