import modern.net


def run():
    return modern.net.read(1)
