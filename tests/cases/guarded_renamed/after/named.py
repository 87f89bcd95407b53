try:
    import new_kit as o
except ImportError:
    o = None


def f(x):
    if o is None:
        return x
    return o.store(o.read(x))
