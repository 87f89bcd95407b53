import app.core
from app.deep.old import z
from app import deep as core
from app.deep import thing
from . import z as zz
from app.deep import moved
def f():
    from app import core as c, deep
    return deep.moved, core.moved, c.y
from ..core import kept  # codemod: ignore
