import os

from . import nails
from .. import core

HERE = os.path.dirname(os.path.abspath(__file__))
NAILS = os.path.join(HERE, "nails.json")
README = os.path.join(os.path.dirname(os.path.dirname(HERE)), "README.md")


def hit():
    from ..tools import nails as more

    return core.f(nails, more)
