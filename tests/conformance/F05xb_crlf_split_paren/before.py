from u import (
    x,  # one
    k,
)
print(x, k)
