from ..mars import one
from . import helper
from ..mars import *
def f():
    from ...sol.mars import one
    from .. import mars
    return mars.one
