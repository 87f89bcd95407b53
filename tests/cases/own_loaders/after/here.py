"""Loaders of one's own, in this file."""

import importlib


def _lazy(name):
    def load():
        return importlib.import_module(name)

    return load


class Late:
    def __init__(self, name):
        self.name = name

    def import_it(self):
        return importlib.import_module(self.name)


class LateImport(Late):
    pass


core = _lazy("newlib.core")
lib = _lazy("newlib")
late = LateImport("lib")
late_core = LateImport(name="lib.core")
print(core().f, lib().f)
