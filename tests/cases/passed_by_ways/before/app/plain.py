import old


def a():
    return old.f()
