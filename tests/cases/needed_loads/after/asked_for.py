import pkg_a as a
from pkg_b import one

if hasattr(a, "other"):
    print(one, getattr(a, "more", None))
