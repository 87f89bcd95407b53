from .utils import lines

__all__ = ["lines"]
