# It is, once this is called.
from . import tools


def late():
    return tools.minus
