from .deep import name

print(name)
