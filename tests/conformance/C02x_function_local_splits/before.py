def f():
    from u import x, k
    return x(k)

def g():
    import u
    return u.x
