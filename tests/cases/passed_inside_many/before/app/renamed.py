import whole


def a():
    return whole.f()
