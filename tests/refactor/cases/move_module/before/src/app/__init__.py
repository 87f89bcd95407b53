from .load import main

__all__ = ["main"]
