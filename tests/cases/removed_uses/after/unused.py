from old import gone

__all__ = ["gone"]
