import pkg_a.w
from other import pkg_z


class K:
    import pkg_a.m

    made = pkg_a.w.made(pkg_z)
