from u import (
    a,  # first
    c,  # third
)
from v import b  # second

print(a, b, c)
