from new import f

f()


def g():
    return g, f()


class K:
    again = None


g(), K()
