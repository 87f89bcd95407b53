import pkg_a

try:
    import pkg_a.m
    from pkg_b import one
except ImportError:
    one = None

print(one, pkg_a.m.three)
