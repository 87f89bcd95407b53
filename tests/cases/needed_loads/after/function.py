def f():
    import pkg_a
    import pkg_a.m
    from pkg_b import one

    return one, pkg_a.m.three
