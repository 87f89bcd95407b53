try:
    import new.core as old
except ImportError:
    old = None


def f(x):
    if old is None or not x:
        return None
    return old.f(x) if old else x


def g(x):
    assert old
    return old and old.f(x)
