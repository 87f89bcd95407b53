from . import low

__all__ = ["low"]
