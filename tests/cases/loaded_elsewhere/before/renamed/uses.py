import unit as u

from . import loads

print(u.mod.stays, loads)
