from typing import TYPE_CHECKING
import pkg_a
if TYPE_CHECKING:
    import pkg_a.m
    from pkg_b import one

def f(x: "one", y: "pkg_a.m.three"): ...
