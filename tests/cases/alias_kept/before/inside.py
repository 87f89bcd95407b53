def one():
    import old.sub2 as o

    return o.k()


def two():
    from old import sub2 as s

    return s.k
