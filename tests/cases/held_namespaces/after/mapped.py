"""What it imports may be asked of its namespace."""

import lib
import newlib

print(newlib.f)
