import pkg_a as x
import pkg_a.m

print(pkg_a.m.one, x.m.three)
