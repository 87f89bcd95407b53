import os


def f():
    return os.sep


def h():
    return 2
