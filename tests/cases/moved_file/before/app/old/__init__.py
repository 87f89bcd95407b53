from . import x, z
from ..core import *
from .. import core, other as o
from ..core import (
    y,  # the y
    w,
)
from .x import q
try:
    from ..fast import f
except ImportError:
    f = None
__all__ = ["core"]
