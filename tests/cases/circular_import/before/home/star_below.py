"""A star may bind what the new home takes."""

from old import span
from elsewhere import *
