import pkg_b as m

x = m.one
del m
