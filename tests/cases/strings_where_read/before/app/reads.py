from legacy.io import fetch


def run(name):
    return fetch(name)
