import pkg_a as a
from pkg_a.m import one

if hasattr(a, "other"):
    print(one, getattr(a, "more", None))
