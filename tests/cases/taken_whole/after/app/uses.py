from app.more import lib

print(lib.one)
