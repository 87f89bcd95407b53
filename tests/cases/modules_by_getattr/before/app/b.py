from app import a

print(getattr(a, "old").f(1))
