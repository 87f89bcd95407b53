import os
import old_tools


def f():
    old_tools.setter(1)
    return old_tools.setter(2)
