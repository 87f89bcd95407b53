import old


def swap(fake):
    {}.update(old=fake)
    return old.f()
