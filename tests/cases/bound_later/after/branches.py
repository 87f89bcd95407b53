import sys

if sys.platform == "win32":
    import old
    import new.core
else:
    import old
    import new.core

print(old.one, new.core.two)
