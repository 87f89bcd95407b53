from other_kit import read
from new_kit.io import load

print(read(load("a")))
