"""What imports take of new homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.names import is_under, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.python.imports import ImportAlias


class Taken:
    """What some imports take; `is_used`: whether the file has a use of a new name."""

    def __init__(self, is_used: Callable[[str], bool]) -> None:
        self._is_used = is_used
        self._loaded: set[str] = set()
        self._above: set[str] = set()
        #: What is loaded by imports that may go, as all that is used of them moves.
        self._going: set[str] = set()

    def add(self, alias: ImportAlias, *, by_use: bool) -> None:
        """Add what an import takes; `by_use`: its uses decide what becomes of it."""
        above = {*prefixes(alias.target)}
        loaded = above if alias.is_plain_import else {alias.target}
        if by_use:
            self._going |= loaded
        else:
            self._loaded |= loaded
            self._above |= above

    def has(self, new: str, old: str) -> bool:
        """Return whether a new name is among it, or its module, or what is in it."""
        # What holds the old name as well says nothing of the new one.
        holders = [name for name in prefixes(new) if not is_under(old, name)]
        return (
            new in self._above
            or not self._loaded.isdisjoint(holders)
            or (not self._going.isdisjoint(holders) and self._is_used(new))
        )
