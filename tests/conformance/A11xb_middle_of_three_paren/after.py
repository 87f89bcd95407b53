from u import (a, c)
from v import b

print(a, b, c)
