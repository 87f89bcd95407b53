import importlib

old = importlib.import_module('old')
