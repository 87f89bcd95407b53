from . import data

print(data)
