def f():
    from pkg_a import one as one

    return one
