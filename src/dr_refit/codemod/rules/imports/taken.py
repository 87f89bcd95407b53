"""What imports take of new homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.names import is_under, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.python.imports import ImportAlias


class Taken:
    """What some imports take."""

    def __init__(self, aliases: Iterable[ImportAlias] = ()) -> None:
        self._loaded: set[str] = set()
        self._above: set[str] = set()
        for alias in aliases:
            self.add(alias)

    def add(self, alias: ImportAlias) -> None:
        """Add what an import takes."""
        above = {*prefixes(alias.target)}
        self._loaded |= above if alias.is_plain_import else {alias.target}
        self._above |= above

    def has(self, new: str, old: str) -> bool:
        """Return whether a new name is among it, or its module, or what is in it."""
        # What holds the old name as well says nothing of the new one.
        holders = (name for name in prefixes(new) if not is_under(old, name))
        return new in self._above or not self._loaded.isdisjoint(holders)
