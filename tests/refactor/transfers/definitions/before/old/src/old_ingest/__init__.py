from .utils import lines, words

__all__ = ["lines", "words"]
