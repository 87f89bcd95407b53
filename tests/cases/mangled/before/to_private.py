"""A new name that is private cannot be used in a class."""

import priv
from priv import one, two


class H:
    x = priv.one
    from priv import one as o, two as t

    def f(self):
        from priv import one

        return priv.two, one, two


print(priv.one, one)
