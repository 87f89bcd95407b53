from ..flow import table
from lib.Thing import Thing
from lib.block import parts
from ..flow.newline import newline
from .shape import *


def block():
    return parts
