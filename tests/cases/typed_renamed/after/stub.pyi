from pkg_b import uno

one = uno

x: one
