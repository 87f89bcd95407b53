from moons.phobos import one
from . import helper
from moons.phobos import *
def f():
    from ...sol.mars import one
    from moons import phobos as mars
    return mars.one
