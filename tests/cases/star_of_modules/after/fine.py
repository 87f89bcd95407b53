"""Nothing is used of it but its own."""

from p import *

print(low.done, other.old.sub.f())
