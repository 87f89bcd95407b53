"""Nothing that it defines is taken from it while it is loaded."""

import old


def helper():
    return old.late
