# It is, once this is called.
from . import others as tools


def late():
    return tools.minus
