from u.io import c
from v import a, b2 as b

print(a, b, c)
