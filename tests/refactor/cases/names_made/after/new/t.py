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
def g(name, path, more):
    own = ("new", *more)
    while name.startswith(own):
        name = name[1:]
    kept = ("old", "b")
    print(kept)
    return name.startswith(("a", "new")), path.startswith(kept)
OWN = "new"
OURS = ("new", "new.core")
OTHER = ("old", "b")
def h(name):
    return name.startswith(OWN) or name.startswith(OURS) or name in OTHER
def k(name, stub, ext):
    if "." not in name:
        name = "new." + name
    import_module(name)
    stub(f_globals={"__name__": "new.anything", "other": "old.anything"})
    stub(f_globals={"__name__": "new"}, __module__="new.some")
    print(f"there is no new.{name}", f"wrote old.{ext}"[6:], f"https://old.{ext}")
    return f"old.{ext}"
CODE = """
@new.core
    @new.core.kept
someone@old.core @old/core
"""
