import pkg_a as a
import pkg_a.m
from pkg_b import one

if hasattr(a, "m"):
    print(one)
