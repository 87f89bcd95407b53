"""A module that is inside of what the star may bring."""

from lib import *


def run():
    return deep.core
