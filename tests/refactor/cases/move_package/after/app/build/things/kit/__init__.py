from app.core import f
from .hammer import hit
