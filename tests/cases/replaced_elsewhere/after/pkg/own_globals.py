import new as old


def swap(fake):
    globals()["old"] = fake
    return old.f()
