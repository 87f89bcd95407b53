"""What files take from each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.names import parent, prefixes
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.findings import Position


class Use(NamedTuple):
    """A dotted name that a file reaches, and where."""

    dotted: str
    position: Position
    #: It stands in a string, and may be anything; or a comment silences it.
    silent: bool = False
    #: The module that an import loads for it; empty: it stands in an expression.
    loads: str = ""
    #: What it names may be passed on.
    whole: bool = False
    #: A pattern of the names that are taken of it by their letters; empty: any.
    shape: str = ""
    #: It stands in a string: what takes it by that imports the modules on the way.
    quoted: bool = False
    #: A star import may bind its beginning: so many parts, less one.
    starred: int = -1
    #: It is bound to something else: what it was is not taken.
    stored: bool = False

    @property
    def taken(self) -> str:
        """What is asked for."""
        return parent(self.dotted) if self.stored else self.dotted

    @property
    def is_passed(self) -> bool:
        """Whether all of what it names may be passed on; a text passes on nothing."""
        return self.whole and not (self.stored or self.quoted)

    @property
    def is_sure(self) -> bool:
        """Whether it is known by which import it is reached."""
        return self.starred < 0

    def spelled(self, names: frozenset[str]) -> frozenset[str]:
        """Return which of some names may be taken of what it names.

        getattr(a, f"b_{c}")
        """
        if not self.shape:
            return names
        return frozenset(filter(re.compile(self.shape).fullmatch, names))

    @property
    def imported(self) -> Iterator[str]:
        """What is imported as a module, if it is one: from a import b    "a.b.f"."""
        if self.quoted:
            yield from prefixes(self.dotted)
        elif self.loads == parent(self.dotted):
            yield self.dotted


class Bound(NamedTuple):
    """A name of a module that an import binds, and what it means."""

    local: str
    means: str
    #: It is imported under no condition, and never is something else.
    sure: bool


class Taker(NamedTuple):
    """What a file takes from others, as far as the names that were searched for go."""

    #: What it reaches through its imports.
    uses: tuple[Use, ...] = ()
    #: What it refers to without an import.
    loose: tuple[Use, ...] = ()
    #: What the module itself imports by a name.
    binds: tuple[Bound, ...] = ()
    #: The modules of which it imports all.
    stars: tuple[str, ...] = ()
    #: What it reaches through its imports, and binds to something else.
    replaces: tuple[str, ...] = ()


NOTHING = Taker()
