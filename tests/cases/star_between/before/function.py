from other import *


def f():
    import pkg_a

    return pkg_a.one
