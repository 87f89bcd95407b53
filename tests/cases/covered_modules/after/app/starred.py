from app.rules import *

print(newline(), Thing.make(), block(), shape.side)
