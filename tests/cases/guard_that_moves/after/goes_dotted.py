"""The same, of a package by its whole name."""

if HAS_MOD:
    import new
else:
    from old.mod import fresh as one


def show():
    return new.two, one
