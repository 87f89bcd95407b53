import pkg_a
from pkg_a.m import one

__all__ = ["pkg_a", "one"]
