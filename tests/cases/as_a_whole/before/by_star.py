from handing import *


def use(lib):
    print(lib.b.f)


use(a)
