import importlib

_LAZY = {"f": "old.mod", "as_is": "old.mod"}


def take(name, attribute):
    return getattr(importlib.import_module(_LAZY[name]), attribute)
