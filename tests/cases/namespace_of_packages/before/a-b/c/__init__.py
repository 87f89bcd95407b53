"""The folder above has no name that can be imported."""

import lib

print(lib.keep)
