from .rules import Thing, block, newline, shape
from .flow import table

print(Thing.make(), block(), newline(), shape.side, table.rows())
