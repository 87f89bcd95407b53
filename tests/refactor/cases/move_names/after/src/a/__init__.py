from .new.p import parse

__all__ = ["parse"]
