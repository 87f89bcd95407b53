"""A flag tells whether the new home is there."""

try:
    import new

    HAS_NEW = True
except ImportError:
    HAS_NEW = False

if HAS_NEW:
    one = new.one
else:
    from old import one

if not HAS_NEW:
    from old import two


def f():
    if new is None:
        from old import one as other

        return other
    return new.one
