import old


def use():
    return old.apart.stays
