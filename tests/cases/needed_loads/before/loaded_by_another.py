import pkg_a, pkg_a.m as m, pkg_a.w as w
from pkg_a.v.deep import name

if name:
    import pkg_a.m
    import pkg_a.v
    import pkg_a.w

print(m.other, pkg_a.m.one(), pkg_a.m.stays, w.name, pkg_a.w.other, pkg_a.v.name)


def later():
    return pkg_a.m.two()
