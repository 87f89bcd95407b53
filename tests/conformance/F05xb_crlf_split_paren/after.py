from u import (
    k,
)
from v import x  # one
print(x, k)
