import pkg_d as pkg_d
import pkg_e as pkg_e; from pkg_a import one as one, two as two
from .x import one as one1
from pkg_f import sub as sub
def f(x: one, y: sub.T) -> pkg_d.X: ...
