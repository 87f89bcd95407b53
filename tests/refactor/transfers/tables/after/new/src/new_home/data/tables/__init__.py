from .read import PATH, load

__all__ = ["PATH", "load"]
