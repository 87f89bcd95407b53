import new_d
import new.e as _new_e; from pkg_b import uno; from pkg_c import two as two
from .x import one as one1
from pkg_g import below

pkg_d = new_d
pkg_e = _new_e
one = uno
sub = below
def f(x: one, y: sub.T) -> pkg_d.X: ...
