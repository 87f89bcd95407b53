from united import *


def use(x=g):
    import united.mod as m

    return h, m, "unit.mod.f"
