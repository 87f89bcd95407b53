import a.m

SKIPPED_MODULES = {"a.m.one": None}
Table = {}

del Table["a.m.one"]
Table["a.m.two"] = 1
print(SKIPPED_MODULES["a.m.one"], a.m.one)
