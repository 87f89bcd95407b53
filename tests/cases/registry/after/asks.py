"""It is asked for a module of which a name is used that moved."""

import sys


def imports():
    if "old" in sys.modules:
        from new import one

        return one()


def returns():
    if "old" not in sys.modules:
        return
    sys.modules["new"].one()


if "old" in sys.modules:
    import new

    new.one()
