from pkg_b import uno as one

__all__ = ["one"]
