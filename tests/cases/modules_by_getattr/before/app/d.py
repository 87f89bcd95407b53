import old.mod

print(getattr(old, "mod").g(1))
