import importlib

fast = importlib.import_module("old._fast")
elsewhere = importlib.import_module("old._elsewhere")
