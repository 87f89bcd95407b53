import importlib

fast = importlib.import_module("new._fast")
elsewhere = importlib.import_module("new._elsewhere")
