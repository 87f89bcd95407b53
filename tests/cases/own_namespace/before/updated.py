import old


def swap(fake):
    globals().update(old=fake)
    return old.f()
