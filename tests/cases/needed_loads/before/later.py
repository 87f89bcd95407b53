import pkg_a
from pkg_a.m import one

print(one)
import pkg_a.m
print(pkg_a.m.three)
