import importlib

__import__("neu").g
__import__("new.core", fromlist=["f"]).f
importlib.import_module("new.core").f
__import__("neu").g
