from old_tools import setter


def f():
    from old_tools import setter

    return setter
