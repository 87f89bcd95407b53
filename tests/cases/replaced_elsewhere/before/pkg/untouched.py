import old


def go():
    return old.f()
