"""Modules, each with the name that is taken of it."""

import importlib

_LAZY = {"f": ("lib", "f"), "keep": ("lib", "keep"), "g": ["lib.sub", "g"]}


def __getattr__(name):
    module, attribute = _LAZY[name]
    return getattr(importlib.import_module(module), attribute)
