import importlib

from old._slow import Loader

fast = importlib.import_module("old._fast")
elsewhere = importlib.import_module("old._elsewhere")

CODE = b"""\
import sys
import old
from old._slow import run

print(run, "\xe4")
"""
loader = Loader.of("old"), Loader("old"), print("old")
