import importlib

LAZY = {"f": "old.mod"}


def take(name):
    register(LAZY)
    return getattr(importlib.import_module(LAZY[name]), name)
