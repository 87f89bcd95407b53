import old.mod
from app import a

if hasattr(old, "mod") and hasattr(a, "old"):
    setattr(old, "mod", getattr(old, "other"))
print(getattr(a, "a"))
print(getattr(a, "old").other, getattr(old, "mod").other(1).g)
