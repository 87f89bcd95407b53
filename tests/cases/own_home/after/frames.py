from pkg_a import one
import pkg_a
pkg_a.one, pkg_a.two
def f():
    from pkg_a import one
