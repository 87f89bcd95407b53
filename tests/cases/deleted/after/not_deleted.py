import pkg_b

x = pkg_b.one
