from .rules import Thing, block, newline, shape, table

print(Thing.make(), block(), newline(), shape.side, table.rows())
