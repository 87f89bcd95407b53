from legacy import io


def run(name):
    return io.fetch(name), io.draw
