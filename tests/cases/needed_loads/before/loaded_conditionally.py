import pkg_a
if x:
    import pkg_a.m
from pkg_a.m import one

print(one, pkg_a.m.three)
