"""What stands below a branch that leaves is the other branch."""

import old

try:
    import new

    HAS_NEW = True
except ImportError:
    HAS_NEW = False


def f():
    if HAS_NEW:
        return new.one()
    return old.one()


def g(x):
    try:
        return new.one(x)
    except NameError:
        pass
    return old.one(x)


def h():
    if HAS_NEW:
        print(new.one)
    return old.one()
