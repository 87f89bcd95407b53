from importlib import import_module
info = {}
info["new"] = 1
info["new.core"] = 2
other = {}
other["old"] = 3
BOTH = ["new", "new.core"]
WORDS = ["old", "new.core", "old and core", "oldest.core"]
TABLE = {"new": 1, "new.core": 2}
VALUES = {"a": "old", "new.core": 2}
def f(dot, sub):
    try:
        name = "".join(["fast", dot, sub])
        import_module(name)
    except ImportError:
        pass
    name = "".join(["new", dot, sub])
    return import_module(name), import_module(".".join(("new", sub))), ".".join(["old", sub]), "-".join(["old", sub])
