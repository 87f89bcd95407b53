import builtins as builtins_


def builtins():
    return builtins_, open
