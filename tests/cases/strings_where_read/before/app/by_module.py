import legacy.io


def run(name):
    return legacy.io.fetch(name)
