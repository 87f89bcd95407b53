from lib.Thing import Thing
from lib.block import parts
from .flow.newline import helper, newline
from lib.shapes import side

print(Thing, parts, helper(), newline(), side())
