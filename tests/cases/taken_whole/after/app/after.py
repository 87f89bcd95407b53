from app.late import lib

print(lib.deep.one)
