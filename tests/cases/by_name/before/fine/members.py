import importlib

old = importlib.import_module('old')
print(old.stays, getattr(old, 'stays'))
