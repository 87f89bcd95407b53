import string as s
from string import maketrans as mt
def str(): pass
print(s.maketrans("a", "b"), mt("c", "d"), string.digits)
