import builtins
from string import maketrans as mt
def str(): pass
print(builtins.str.maketrans("a", "b"), mt("c", "d"), string.digits)
