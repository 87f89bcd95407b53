import app.core
from app.old import z
from .. import core
from ..deep import thing
from . import z as zz
from ..core import moved
def f():
    from .. import core as c
    return c.moved, core.moved, c.y
from ..core import kept  # codemod: ignore
