from unit import *


def use(x=g):
    import unit.mod as m

    return h, m, "unit.mod.f"
