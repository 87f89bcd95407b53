import pkg_a
from pkg_a.m import one

p = pkg_a
print(one, p.m.three)
