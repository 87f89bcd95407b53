import pkg_a


def f():
    import pkg_a.m as pkg_a_m
    from pkg_b import one

    return one, pkg_a.m.three
