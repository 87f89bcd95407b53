from importlib import import_module

print(import_module('plugged').g)
