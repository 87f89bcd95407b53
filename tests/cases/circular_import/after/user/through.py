"""The new home imports this, through no other."""

from old import one

THROUGH = [one]
