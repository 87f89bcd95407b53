"""Nothing that it defines is taken from it while it is loaded."""

import home


def helper():
    return home.late
