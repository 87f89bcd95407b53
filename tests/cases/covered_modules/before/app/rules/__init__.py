from . import table
from .Thing import Thing
from .block import parts
from .newline import newline
from .shape import *


def block():
    return parts
