from importlib import import_module

loaded = import_module("old")
loaded.stays()
