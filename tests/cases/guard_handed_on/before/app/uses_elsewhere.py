from app.elsewhere import lib

print(lib.Iterable, lib.other)
