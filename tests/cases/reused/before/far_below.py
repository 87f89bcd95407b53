import frames as fr


def use():
    return pkg_a.one


import pkg_a
