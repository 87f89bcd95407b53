def f():
    from pkg_b import uno as one

    return one
