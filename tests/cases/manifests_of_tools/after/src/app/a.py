from new_kit.io import load


def table():
    return load("a")
