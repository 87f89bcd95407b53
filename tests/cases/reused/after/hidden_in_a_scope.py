import frames as fr
import frames as pa


def g(fr):
    return pa.one, [pa.one for fr in x]


def h():
    import frames

    return fr.one, lambda fr: frames.one


class K:
    fr = 1
    a = pa.one

    def m(self):
        return pa.one
