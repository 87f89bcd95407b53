"""The comment means a name that stays."""

from b import one

x = None  # type: one
