import old

for name in dir(old):
    globals()[name] = getattr(old, name)
print([f for _ in name])
