import old
from old import gone, here, read

print(gone, here, read, old.read)
