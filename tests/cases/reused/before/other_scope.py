import pkg_a


def f():
    import frames

    return pkg_a.one


def g():
    return pkg_a.one
