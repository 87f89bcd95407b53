"""A module that moved, of the star."""

from lib import *

print(stop.after(3))
