from typing import TYPE_CHECKING
import pkg_a
if TYPE_CHECKING:
    from pkg_a.m import one

def f(x: "one", y: "pkg_a.m.three"): ...
