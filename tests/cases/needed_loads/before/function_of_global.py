import pkg_a


def f():
    from pkg_a.m import one

    return one, pkg_a.m.three
