"""One module."""

__all__ = ["f"]


def f():
    return __name__
