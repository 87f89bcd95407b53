"""What a function binds here is not bound yet when the new home takes it."""

from old import tall


def bind():
    global long
    from old import long


bind()
