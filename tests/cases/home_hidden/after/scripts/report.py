import old
from old import gone, read
from frames import here

print(gone, here, read, old.read)
