import united as u

from . import loads

print(u.mod.stays, loads)
