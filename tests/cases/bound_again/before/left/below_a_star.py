import old.mod
from other import *

print(old.mod.f, old.mod.g)
old = 1
