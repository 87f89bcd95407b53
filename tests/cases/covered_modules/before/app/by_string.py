import importlib

print(importlib.import_module("app.rules.newline").helper())
