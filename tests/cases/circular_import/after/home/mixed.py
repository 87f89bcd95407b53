"""What is not of the circle moves."""

from home import early
from elsewhere import two

mixed = early, two
