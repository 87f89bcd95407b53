"""The name is there by then, or is taken later."""

import old
from old import early


def g():
    from old import late

    return old.late, early, late
