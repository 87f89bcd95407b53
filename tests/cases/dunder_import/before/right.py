import importlib

__import__("old").g
__import__("old", fromlist=["f"]).f
importlib.import_module("old").f
__import__("old").g
