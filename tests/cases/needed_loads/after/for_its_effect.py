import pkg_a
import pkg_a.effect
import pkg_a.m
import pkg_b
import pkg_z.w

print(pkg_z.w.f, pkg_b.one(), pkg_a.kept)


def alone():
    import pkg_a.effect
    import pkg_c

    return pkg_c.two()


def used():
    import pkg_a.m.deep
    import pkg_b

    return pkg_a.m.deep.x, pkg_b.one()
