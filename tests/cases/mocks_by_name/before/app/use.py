import legacy.io


def run():
    return legacy.io.read(1)
