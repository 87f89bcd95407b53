from importlib import import_module
info = {}
info["old"] = 1
info["old.core"] = 2
other = {}
other["old"] = 3
BOTH = ["old", "old.core"]
WORDS = ["old", "new.core", "old and core", "oldest.core"]
TABLE = {"old": 1, "old.core": 2}
VALUES = {"a": "old", "old.core": 2}
def f(dot, sub):
    try:
        name = "".join(["fast", dot, sub])
        import_module(name)
    except ImportError:
        pass
    name = "".join(["old", dot, sub])
    return import_module(name), import_module(".".join(("old", sub))), ".".join(["old", sub]), "-".join(["old", sub])
