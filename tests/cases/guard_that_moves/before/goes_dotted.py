"""The same, of a package by its whole name."""

if HAS_MOD:
    import old.mod
else:
    from old import one


def show():
    return old.mod.two, one
