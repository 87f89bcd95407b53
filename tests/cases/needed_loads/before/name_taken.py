import pkg_a as pa
from pkg_a.m import one

def g(pkg_a): return pa.m.three
pkg_a = 3
