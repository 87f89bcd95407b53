from old_tools.frames import read
from old_tools.io import load

print(read(load("a")))
