from ..core import f
from .hammer import hit
