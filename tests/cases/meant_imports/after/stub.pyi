from pkg_a import m as m
import pkg_b
import pkg_c

x: pkg_b.one
y: pkg_c.two
