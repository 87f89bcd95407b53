from .io.load import main

__all__ = ["main"]
