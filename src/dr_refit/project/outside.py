"""What the other files of a project do with a module."""

from __future__ import annotations

from dr_refit.records import NamedTuple


class Outside(NamedTuple):
    """What other files take from a module, and need of it."""

    #: Its names that they take from it.
    taken: frozenset[str] = frozenset()
    #: Its names that they bind to something else: module.a = b
    replaced: frozenset[str] = frozenset()
    #: The modules that they need, and only it loads.
    loads: frozenset[str] = frozenset()
    #: The names that it is not to bind: they would hide others.
    avoided: frozenset[str] = frozenset()


#: Of a module of which other files do nothing.
UNUSED = Outside()
