"""Old tools."""
from .run import main
from .tables import load, PATH as TABLE_PATH

__all__ = ["TABLE_PATH", "load", "main"]
