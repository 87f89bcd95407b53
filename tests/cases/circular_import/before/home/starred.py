"""A star has it, and is not all that is needed of it."""

from old import *

print(later, kept)
