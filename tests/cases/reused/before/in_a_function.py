def f():
    import frames as fr
    import pkg_a as pa

    return pa.one, fr


def g():
    import pkg_a as pa

    return pa.one
