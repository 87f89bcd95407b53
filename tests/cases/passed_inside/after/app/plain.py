from app import other


def use(x):
    return x.lib


use(other)
