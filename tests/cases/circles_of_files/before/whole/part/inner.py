import whole as w
from .base import two

one = 1


def late():
    return w.part.two + two
