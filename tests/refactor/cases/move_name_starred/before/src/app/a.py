import os

__all__ = ["f", "g"]


def f():
    return os.sep


def g():
    return 1


def h():
    return 2
