from importlib import import_module


def get(name):
    return getattr(import_module('old'), name)
