class C:
    import old as o

    x = o.g()
