"""The comment means a name that stays."""

from a.m import one

x = None  # type: one
