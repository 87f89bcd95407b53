import pkg_a
import pkg_a.effect
import pkg_a.m
import pkg_a.w

print(pkg_a.w.f, pkg_a.m.one(), pkg_a.kept)


def alone():
    import pkg_a.effect

    return pkg_a.m.two()


def used():
    import pkg_a.m.deep

    return pkg_a.m.deep.x, pkg_a.m.one()
