"""What code says beside its imports: what it defines, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from dr_refit.findings import Position


class Definition(NamedTuple):
    """A public name of a module, which a statement at its top level binds."""

    module: str
    name: str
    path: str
    position: Position
    #: A decorator may have registered it somewhere.
    decorated: bool = False
    ignored: frozenset[str] = frozenset()


class Trace(NamedTuple):
    """A line that shows what the code is about: one of the rules' concerns."""

    concern: str
    path: str
    position: Position
    #: The name, string or path that shows it.
    text: str
    is_import: bool = False
