import pkg_a
from pkg_a import m as mm
import pkg_b
import pkg_c

print(pkg_b.one, pkg_c.two, pkg_a.m.three)
