from . import low as base


def use(*, x=None):
    return x.lib.one()


use(x=base)
