"""Nobody imports this."""

from old import Base, late, one
