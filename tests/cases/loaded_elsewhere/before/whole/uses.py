from . import loads

print(loads.old.other.stays)
