from home.half import *

whole = 1


def f():
    return below
