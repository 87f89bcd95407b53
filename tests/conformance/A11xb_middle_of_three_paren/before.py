from u import (a, b, c)

print(a, b, c)
