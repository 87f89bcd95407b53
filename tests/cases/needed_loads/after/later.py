import pkg_a
import pkg_a.m
from pkg_b import one

print(one)
import pkg_a.m
print(pkg_a.m.three)
