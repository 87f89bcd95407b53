try:
    from legacy import io
except ImportError:
    io = None


def run(name):
    return io.fetch(name)
