"""Words, and other texts, that are searched for in the bytes of many files."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from dr_refit.python.words import word_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

#: So many characters of texts that begin alike.
_ALIKE = 3
#: How many words are searched for one by one.
FEW = 16


def beginnings(*texts: str) -> list[bytes]:
    """Return what stands wherever one of some texts does: few, or nothing at all."""
    alike: dict[str, set[str]] = {}
    for text in {*texts} - {""}:
        alike.setdefault(text[:_ALIKE], set()).add(text)
    each = {start if len(those) > 1 else min(those) for start, those in alike.items()}
    least = [one.encode() for one in each if not any(o in one for o in each - {one})]
    return least if len(least) <= FEW else [b""]


class Needles:
    """Texts to search for: of those that begin alike, first for the beginning."""

    def __init__(self, texts: Iterable[str]) -> None:
        each = groupby(sorted({*texts} - {""}), key=lambda text: text[:_ALIKE])
        groups = [(start, [*those]) for start, those in each]
        self._groups = [
            (
                (start if len(those) > 1 else those[0]).encode(),
                [one.encode() for one in those],
            )
            for start, those in groups
        ]

    def found(self, data: bytes) -> list[bytes]:
        """Return those that stand in the bytes."""
        return [
            one
            for start, those in self._groups
            if data.find(start) >= 0
            for one in those
            if data.find(one) >= 0
        ]


class Words:
    """A set of identifiers to search for."""

    def __init__(self, words: Iterable[str]) -> None:
        every = sorted({*words})
        self._needles = Needles(every[:FEW])
        self._patterns = {word.encode(): word_pattern(word) for word in every[:FEW]}
        anyone = "|".join(map(re.escape, every))
        #: One pattern for many words; for a few, a plain search for each is faster.
        self._pattern = None
        if len(every) > FEW:
            self._pattern = re.compile(rf"(?<!\w)(?:{anyone})(?!\w)".encode())

    def found(self, data: bytes) -> bool:
        """Return whether one of them stands in the bytes, as a word of its own."""
        if self._pattern is not None:
            return self._pattern.search(data) is not None
        found = self._needles.found(data)
        return any(self._patterns[word].search(data) for word in found)
