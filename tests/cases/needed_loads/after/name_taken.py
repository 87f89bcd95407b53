import pkg_a as pa
import pkg_a.m as pkg_a_m
from pkg_b import one

def g(pkg_a): return pa.m.three
pkg_a = 3
