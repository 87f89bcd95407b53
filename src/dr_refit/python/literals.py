"""String literals: other characters for the name that one is, its form kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    import ast

    from dr_refit.python.source import Source

#: A comment between two pieces, or a piece: "a" 'b' '''c'''
_PIECE = re.compile(rb"#[^\r\n]*|[rRuU]?('''|\"\"\"|'|\")(.*?)\1", re.DOTALL)
_NAME = re.compile(r"[.:]|[^.:]+")


def rewritten(source: Source, literal: ast.Constant, new: str) -> list[Edit] | None:
    """Write a dotted name over the one that a literal is.

    None where that is not there as such: it has escapes, or its parts lie in pieces
    that the new ones do not fit into.
    """
    start, end = source.start(literal), source.end(literal)
    pieces = [one.span(2) for one in _PIECE.finditer(source.code, start, end) if one[1]]
    text = b"".join(source.code[a:b] for a, b in pieces)
    if b"\\" in text or text.decode() != literal.value:
        return None
    if len(pieces) == 1:
        ((a, b),) = pieces
        return [Edit(start=a, end=b, text=new.encode())]
    old_parts, new_parts = _NAME.findall(literal.value), _NAME.findall(new)
    if len(old_parts) != len(new_parts):
        return None
    edits = []
    at = 0
    for old, other in zip(old_parts, new_parts, strict=True):
        stop = at + len(old.encode())
        if old != other:
            span = _span(pieces, at, stop)
            if span is None:
                return None
            edits.append(Edit(start=span[0], end=span[1], text=other.encode()))
        at = stop
    return edits


def _span(
    pieces: list[tuple[int, int]], start: int, stop: int
) -> tuple[int, int] | None:
    """Return where a stretch of a literal's text stands, if one piece holds it."""
    for a, b in pieces:
        if start < b - a:
            return (a + start, a + stop) if stop <= b - a else None
        start, stop = start - (b - a), stop - (b - a)
    return None
