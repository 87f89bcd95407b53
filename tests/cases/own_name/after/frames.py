"""A script called like the new home: it would import itself."""

import old
from old import read
from elsewhere import write

print(read, write, old.read)
