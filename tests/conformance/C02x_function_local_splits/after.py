def f():
    from u import k
    from v import x
    return x(k)

def g():
    import v
    return v.x
