import pkg_a


def elsewhere():
    from pkg_a.m import other

    return other


if elsewhere:
    import pkg_a.m

print(pkg_a.m.one())

from pkg_a.m import stays

print(stays)
