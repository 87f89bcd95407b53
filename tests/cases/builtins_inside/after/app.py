import string
from builtins import str as t

print(str.maketrans("a", "b"), str.maketrans("c", "d"), string.digits)
