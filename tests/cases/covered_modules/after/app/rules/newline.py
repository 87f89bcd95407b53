def newline():
    return helper()


def helper():
    return 1
