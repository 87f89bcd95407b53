def use():
    import new

    f = new.f
    old = 1
    return f, old
