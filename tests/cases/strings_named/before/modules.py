import importlib
import pkgutil
import runpy
import sys
from importlib import import_module, util

import pytest

ENTRY = "legacy.io:Reader.read"
pytest_plugins = ("legacy.io.fixtures",)
pytest_plugins += ["legacy.io.more"]

io = importlib.import_module("legacy.io")
read = getattr(import_module("legacy.io"), "read")
draw = import_module(name="legacy.io").draw
store = import_module(".io", package="legacy")
has = util.find_spec("legacy.io") is not None
old = pytest.importorskip("legacy.io", reason="legacy.io is missing")
code = pkgutil.resolve_name("legacy.io:read"), pkgutil.resolve_name("legacy.io.read")
runpy.run_module("legacy.io", run_name="__main__")
__import__("legacy.io")
csv = __import__("legacy.io", fromlist=["csv"])
fake = sys.modules["legacy.io"].read, "legacy.io" in sys.modules
both = [import_module(name) for name in ["legacy.io", "json"]]
there = util.find_spec(".io", "legacy"), util.find_spec(".io", package="other")
