import modern.net
import other


def run(name):
    return modern.net.download(name), other.draw
