from . import x, z
from app.core import *
from app import core, other as o
from app.core import (
    y,  # the y
    w,
)
from .x import q
try:
    from app.fast import f
except ImportError:
    f = None
__all__ = ["core"]
