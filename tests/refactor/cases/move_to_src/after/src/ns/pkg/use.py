from ns.pkg import mod
from .mod import Y
import ns.pkg.mod as m
print(mod.Y, m.Y)
