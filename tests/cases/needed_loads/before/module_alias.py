import pkg_a
import pkg_a.m as mm

print(mm.one, mm.two, pkg_a.m.three)
