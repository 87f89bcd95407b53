LABELS = {"f": "old.mod", "g": "old.mod.f"}
