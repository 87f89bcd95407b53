import pkg_a
import pkg_a.m
import pkg_b
import pkg_c

print(pkg_b.one, pkg_c.two, pkg_a.m.three)
