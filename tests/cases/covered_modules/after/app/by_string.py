import importlib

print(importlib.import_module("app.flow.newline").helper())
