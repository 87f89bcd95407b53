import string
from string import maketrans
from six import text_type as t

print(string.maketrans("a", "b"), maketrans("c", "d"), string.digits)
