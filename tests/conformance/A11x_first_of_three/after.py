from u import b, c
from v import a

print(a, b, c)
