import pkg_a
from pkg_a import m as mm

print(mm.one, mm.two, pkg_a.m.three)
