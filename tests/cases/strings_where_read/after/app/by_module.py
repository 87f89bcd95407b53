import modern.net


def run(name):
    return modern.net.download(name)
