from . import core
from .core import y
from .kit import nail
