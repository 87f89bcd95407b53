import pkg_a.w


def f():
    print(pkg_a.stays)


f()
import pkg_a
