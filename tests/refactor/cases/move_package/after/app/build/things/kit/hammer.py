import os

from . import nails
from app import core

HERE = os.path.dirname(os.path.abspath(__file__))
NAILS = os.path.join(HERE, "nails.json")
README = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))), "README.md")


def hit():
    from app.build.things.kit import nails as more

    return core.f(nails, more)
