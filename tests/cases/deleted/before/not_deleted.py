import pkg_a

x = pkg_a.one
