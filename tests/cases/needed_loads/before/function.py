def f():
    import pkg_a
    from pkg_a.m import one

    return one, pkg_a.m.three
