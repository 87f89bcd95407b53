import pkg_a
from pkg_a.m import one, two

print(one, two, getattr(pkg_a, "m").three)
