import pkg_a as x
import pkg_a.m
import pkg_b

print(pkg_b.one, x.m.three)
