import importlib

fast = importlib.import_module("old._fast")
elsewhere = importlib.import_module("old._elsewhere")

CODE = b"""\
import sys
import old
from old._slow import run

print(run, "\xe4")
"""
