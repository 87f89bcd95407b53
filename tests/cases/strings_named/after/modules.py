import importlib
import pkgutil
import runpy
import sys
from importlib import import_module, util

import pytest

ENTRY = "modern.store:Reader.read"
pytest_plugins = ("modern.store.fixtures",)
pytest_plugins += ["modern.store.more"]

io = importlib.import_module("modern.store")
read = getattr(import_module("modern.store"), "read")
draw = import_module(name="modern.store").draw
store = import_module(".store", package="modern")
has = util.find_spec("modern.store") is not None
old = pytest.importorskip("modern.store", reason="legacy.io is missing")
code = pkgutil.resolve_name("modern.store:read"), pkgutil.resolve_name("modern.store.read")
runpy.run_module("modern.store", run_name="__main__")
__import__("modern.store")
csv = __import__("modern.store", fromlist=["csv"])
fake = sys.modules["modern.store"].read, "modern.store" in sys.modules
both = [import_module(name) for name in ["modern.store", "json"]]
there = util.find_spec(".store", "modern"), util.find_spec(".io", package="other")
