import old


def done():
    return old.one()
