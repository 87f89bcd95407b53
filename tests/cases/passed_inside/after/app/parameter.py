from app import low


def use(x):
    return x.lib.one()


use(low)
