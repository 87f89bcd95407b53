import old


def a():
    return old.stay()
