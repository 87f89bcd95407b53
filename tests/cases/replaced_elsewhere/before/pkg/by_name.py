from old import f


def go():
    return f()
