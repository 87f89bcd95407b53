import frames as frames_


def f():
    import frames

    return frames.one


def g():
    return frames_.one
