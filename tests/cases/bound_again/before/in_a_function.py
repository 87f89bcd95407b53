def use():
    import old.mod

    f = old.mod.f
    old = 1
    return f, old
