class C:
    import np as n

    kind = n.float_
    del n
