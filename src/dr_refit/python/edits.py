"""Edits to bytes, and to texts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Edit(NamedTuple):
    """Replace `start:end`, offsets in the UTF-8 bytes of the code, by `text`."""

    start: int
    end: int
    text: bytes


def apply(code: bytes, edits: Sequence[Edit]) -> bytes:
    """Splice edits, sorted and without overlap, into code; the rest stays as it is."""
    assert all(a.end <= b.start for a, b in pairwise(edits)), edits
    parts = []
    at = 0
    for edit in edits:
        parts += [code[at : edit.start], edit.text]
        at = edit.end
    return b"".join([*parts, code[at:]])


class Span(NamedTuple):
    """Text to write over a stretch of another."""

    start: int
    end: int
    text: str


def spliced(text: str, spans: Iterable[Span]) -> str:
    """Return a text with others written over stretches of it, in order and apart."""
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], span.text]
        at = span.end
    return "".join([*parts, text[at:]])
