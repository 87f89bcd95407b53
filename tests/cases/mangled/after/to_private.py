"""A new name that is private cannot be used in a class."""

import priv
import newpriv
from newpriv import __one as one, two


class H:
    x = priv.one
    from priv import one as o
    from newpriv import two as t

    def f(self):
        from priv import one

        return newpriv.two, one, two


print(newpriv.__one, one)
