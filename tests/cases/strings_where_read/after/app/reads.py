from modern.net import download as fetch


def run(name):
    return fetch(name)
