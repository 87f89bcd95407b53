import new


def swap(fake):
    {}.update(old=fake)
    return new.f()
