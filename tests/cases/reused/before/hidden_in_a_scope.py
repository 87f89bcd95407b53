import frames as fr
import pkg_a as pa


def g(fr):
    return pa.one, [pa.one for fr in x]


def h():
    import pkg_a

    return pkg_a.one, lambda fr: pkg_a.one


class K:
    fr = 1
    a = pa.one

    def m(self):
        return pa.one
