from old import *


def g(): ...


print(f, g)
