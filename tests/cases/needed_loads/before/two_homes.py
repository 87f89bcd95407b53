import pkg_a
from pkg_a.m import one
from pkg_a.m import two

print(one, two, pkg_a.m.three)
