from u import (
    a,  # first
    b,  # second
    c  # third
)

print(a, b, c)
