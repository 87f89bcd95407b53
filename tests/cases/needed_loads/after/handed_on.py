import pkg_a
import pkg_a.m
from pkg_b import one

__all__ = ["pkg_a", "one"]
