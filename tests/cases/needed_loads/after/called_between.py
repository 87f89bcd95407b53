import pkg_a
import pkg_z.w


def f():
    print(pkg_a.stays)


f()
import pkg_a
