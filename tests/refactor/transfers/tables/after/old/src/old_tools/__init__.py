"""Old tools."""
from .run import main

__all__ = ["main"]
