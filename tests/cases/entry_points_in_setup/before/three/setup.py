from setuptools import setup

ENTRY_POINTS = {"pytest11": ["p = lib.cli"]}
LINES = ["p = lib.cli"]
setup(name="three", entry_points=ENTRY_POINTS)
