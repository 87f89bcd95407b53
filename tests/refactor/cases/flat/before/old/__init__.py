import pkgutil

__version__ = "1"
TEXT = pkgutil.get_data("old", "data/a.txt")
