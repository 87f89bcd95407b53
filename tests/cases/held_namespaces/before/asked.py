"""What it imports may be asked of its namespace."""

import lib

print(lib.f)
