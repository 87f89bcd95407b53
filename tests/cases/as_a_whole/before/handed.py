from handing import a


def use(lib, inside):
    print(lib.b.f, inside.f)


use(a, a.b)
