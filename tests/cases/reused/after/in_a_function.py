def f():
    import frames as fr

    return fr.one, fr


def g():
    import frames as pa

    return pa.one
