"""What is called otherwise than any package here."""

import other.a
from ab.c import lib

print(lib.f, other.a.lib.f)
