def table():
    return 1


def head():
    return table
