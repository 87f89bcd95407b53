"""A script called like the new home: it would import itself."""

import old
from old import read, write

print(read, write, old.read)
