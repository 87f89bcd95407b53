from .all import *
from .new.sub.picked import words

__all__ = ["words"]
