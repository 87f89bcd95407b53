try:
    import old_tools as o
except ImportError:
    o = None


def f(x):
    if o is None:
        return x
    return o.write(o.read(x))
