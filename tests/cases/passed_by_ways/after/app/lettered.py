import old
import new


def a():
    return new.f()
