import importlib

_LAZY = {"f": ("old.mod", "f"), "old.whole": ["g"]}
NOT_A_NAME = {"f": "old mod"}


def __getattr__(name):
    module, attribute = _LAZY[name]
    return getattr(importlib.import_module(module), attribute)
