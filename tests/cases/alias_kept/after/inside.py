def one():
    import new.home as o

    return o.k()


def two():
    from new import home as s

    return s.k
