from modern.net import helper


def work():
    return helper()
