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
def g(name, path, more):
    own = ("old", *more)
    while name.startswith(own):
        name = name[1:]
    kept = ("old", "b")
    print(kept)
    return name.startswith(("a", "old")), path.startswith(kept)
OWN = "old"
OURS = ("old", "old.core")
OTHER = ("old", "b")
def h(name):
    return name.startswith(OWN) or name.startswith(OURS) or name in OTHER
def k(name, stub, ext):
    if "." not in name:
        name = "old." + name
    import_module(name)
    stub(f_globals={"__name__": "old.anything", "other": "old.anything"})
    stub(f_globals={"__name__": "old"}, __module__="old.some")
    print(f"there is no old.{name}", f"wrote old.{ext}"[6:], f"https://old.{ext}")
    return f"old.{ext}"
CODE = """
@old.core
    @old.core.kept
someone@old.core @old/core
"""
