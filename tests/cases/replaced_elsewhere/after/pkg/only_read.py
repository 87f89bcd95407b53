import old
import new


def go():
    return new.f()
