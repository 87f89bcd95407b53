"""Use it so:

from u import x
"""
from u import x  # from u import x

print(x, "u.x")
