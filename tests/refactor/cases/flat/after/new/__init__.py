import pkgutil

__version__ = "1"
TEXT = pkgutil.get_data("new", "data/a.txt")
