import pkg_a.m as m

x = m.one
del m
