import pkg_a
import pkg_a.m
from pkg_b import one
from pkg_c import two

print(one, two, pkg_a.m.three)
