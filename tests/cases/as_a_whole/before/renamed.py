from handing import a
from other import g as inside


def use(inside):
    print(inside.f)


use(a.b)
