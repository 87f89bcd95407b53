def outer():
    import new.core as old

    def inner():
        nonlocal old
        return old.f()

    return inner


def from_package():
    from new import mod

    def inner():
        nonlocal mod
        return mod.f()

    return inner


def partly():
    import old

    def inner():
        nonlocal old
        return old.f(), old.g()

    return inner
