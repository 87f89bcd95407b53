from .all import *
from .utils.text import words

__all__ = ["words"]
