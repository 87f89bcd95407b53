"""The new home takes a name from this, which would have none yet."""

import old


def first():
    return old.early
