from app import low


def use(x=low):
    return x.lib.one()
