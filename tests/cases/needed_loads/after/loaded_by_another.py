import pkg_a, pkg_a.m as m, pkg_z.w as w
import pkg_b
import pkg_z.w
import pkg_c
from pkg_a.v.deep import name

if name:
    import pkg_a.m
    import pkg_a.v
    import pkg_z.w

print(m.other, pkg_b.one(), pkg_a.m.stays, w.name, pkg_z.w.other, pkg_a.v.name)


def later():
    return pkg_c.two()
