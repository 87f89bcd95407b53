import pkg_a as a
from pkg_a.m import one

if hasattr(a, "m"):
    print(one)
