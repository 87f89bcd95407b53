import other as whole


def a():
    return whole.f()
