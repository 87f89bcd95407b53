from old import *

f(), g()


def g():
    return f()
