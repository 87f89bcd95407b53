import old


def get(name):
    return getattr(old, name)
