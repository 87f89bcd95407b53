from .rules.Thing import Thing
from .rules.block import parts
from .rules.newline import helper, newline
from .rules.shape import side

print(Thing, parts, helper(), newline(), side())
