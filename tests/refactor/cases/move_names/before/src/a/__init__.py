from .b import parse

__all__ = ["parse"]
