"""A package in a folder that is none."""

import lib

print(lib.keep)
