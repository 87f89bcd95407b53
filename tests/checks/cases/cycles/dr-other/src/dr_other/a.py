from . import b

print(b)
