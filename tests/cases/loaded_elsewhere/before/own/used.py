import old


def use():
    return old.own.stays
