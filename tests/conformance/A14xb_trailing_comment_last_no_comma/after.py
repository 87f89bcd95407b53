from u import (
    a,  # first
    b,  # second
)
from v import c  # third

print(a, b, c)
