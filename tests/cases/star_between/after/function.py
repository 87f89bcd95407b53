from other import *


def f():
    import pkg_b

    return pkg_b.one
