import sys

if sys.platform == "win32":
    import old.deep
else:
    import old.deep

print(old.one, old.deep.two)
