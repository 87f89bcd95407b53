"""Nobody imports this."""

from home import Base, late
from home.core import one
