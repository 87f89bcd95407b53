import pkg_a.m as m
import pkg_b

print(pkg_b.one, m.three)
