import builtins


def check(open):
    return builtins.open(builtins)
