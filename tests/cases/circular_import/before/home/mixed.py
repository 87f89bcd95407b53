"""What is not of the circle moves."""

from old import early, two

mixed = early, two
