import importlib

from new._slow import Loader

fast = importlib.import_module("new._fast")
elsewhere = importlib.import_module("new._elsewhere")

CODE = b"""\
import sys
import new
from new._slow import run

print(run, "\xe4")
"""
loader = Loader.of("new"), Loader("new"), print("old")
