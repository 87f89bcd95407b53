import pkg_a
import pkg_a.m
from pkg_b import one

p = pkg_a
print(one, p.m.three)
