"""Which files may hold an old name: a search in their bytes, before any parsing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.discover import File

_RELATIVE = re.compile(rb"\bfrom[ \t\f\\\r\n]*\.|^\s*\.", re.MULTILINE)
_STAR = re.compile(rb"\bimport[ \t\f\\\r\n(]*\*")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Prefilter:
    """Tells most files that name nothing of a migration, at the speed of a search."""

    def __init__(self, lookup: MoveTable) -> None:
        self._roots = frozenset(lookup.roots)
        self._root_words = _Words(lookup.roots)
        # Of a package that is known to its last name, every name matters.
        known = any(migration.retired for migration in lookup.migrations)
        names = {*lookup.names}
        self._leaf_words = (
            None if known else _Words(n.rpartition(".")[2] for n in names)
        )

    def lets_through(self, data: bytes, file: File) -> bool:
        """Whether the file has to be parsed."""
        if data.startswith(_UTF16):
            return True
        own = file.package.partition(".")[0] in self._roots
        if not self._root_words.found(data) and not (own and _RELATIVE.search(data)):
            # An identifier may be spelled with other characters (PEP 3131, NFKC).
            return False
        if self._leaf_words is None or not data.isascii():
            return True
        return self._leaf_words.found(data) or bool(_STAR.search(data))


class _Words:
    """A set of identifiers to search for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._literals = sorted({word.encode() for word in words})
        anyone = b"|".join(re.escape(word) for word in self._literals)
        self._pattern = re.compile(rb"(?<!\w)(?:" + anyone + rb")(?!\w)")

    def found(self, data: bytes) -> bool:
        """Whether one of them stands in the bytes, as a word of its own."""
        if len(self._literals) > 16:
            return self._pattern.search(data) is not None
        # A plain search for each is faster than one pattern for a few.
        for word in self._literals:
            if word in data:
                return self._pattern.search(data) is not None
        return False
