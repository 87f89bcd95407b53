"""Whole values in YAML, TOML, JSON and ini texts, under their new names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.document import Renamed
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.findings import Finding, Position
from dr_refit.patterns import regex
from dr_refit.python.comments import begins_comment
from dr_refit.python.edits import Edit, apply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.rules.model import Project
    from dr_refit.migration.table import MoveTable

#: "value"
_QUOTES = regex(rb"([\"'])\Z")
#: key: value;  - value;  key = value;  [value, value]
_OPENING = regex(rb"(?:[:=]|^[ \t]*-|[\[,])[ \t]*\Z")
_CLOSING = regex(rb"[ \t]*(?:[,\]}]|[ \t]#|\r?\n|\r?\Z)")


def rename_scalars(document: Document, project: Project, table: MoveTable) -> Renamed:
    """Rename values in settings; a part of one is left to a person."""
    values = {k.encode(): v.encode() for k, v in table.index.values.items()}
    edits: dict[Fragment, tuple[Edit, ...]] = {}
    findings = []
    for piece in document.settings:
        if not values or not project.wants(piece.kind or "values"):
            continue
        own = []
        for start, stop, is_whole in _places(piece.code, values):
            if is_whole:
                new = values[piece.code[start:stop]]
                own.append(Edit(start=start, end=stop, text=new))
            else:
                findings.append((piece, _left(piece.code, start, stop)))
        if own:
            _prove(piece.code, apply(piece.code, own), values)
            edits[piece] = tuple(own)
    return Renamed(edits, findings)


def _places(
    code: bytes, values: Mapping[bytes, bytes]
) -> Iterator[tuple[int, int, bool]]:
    """Yield where values stand outside of comments, and whether one is all there is."""
    longest = sorted(values, key=len, reverse=True)
    every = b"|".join(map(re.escape, longest))
    for found in re.finditer(rb"(?<![\w-])(?:" + every + rb")(?![\w-])", code):
        start, stop = found.span()
        first = code.rfind(b"\n", 0, start) + 1
        before, behind = code[first:start], code[stop : stop + 99]
        if begins_comment(before):
            continue
        quote = _QUOTES.search(before)
        is_whole = (
            behind.startswith(quote[1])
            if quote
            else bool(_OPENING.search(before) and _CLOSING.match(behind))
        )
        yield start, stop, is_whole


def _left(code: bytes, start: int, stop: int) -> Finding:
    line = code.count(b"\n", 0, start) + 1
    column = start - code.rfind(b"\n", 0, start)
    text = code[start:stop].decode("utf-8", "replace")
    return Finding(
        code=Code.VALUE_LEFT,
        message=f"{text} is a part of this: rename it by hand",
        position=Position(line=line, column=column),
        kind="values",
    )


def _prove(old: bytes, new: bytes, values: Mapping[bytes, bytes]) -> None:
    """Refuse (FileRefused) a text that is not the old one but for values."""
    parts = re.split(b"(" + b"|".join(map(re.escape, values)) + b")", old)
    one_of = (
        b"(?:" + re.escape(part) + b"|" + re.escape(values[part]) + b")"
        if part in values
        else re.escape(part)
        for part in parts
    )
    if not re.fullmatch(b"".join(one_of), new):
        message = "internal check failed: more would change than values"
        raise FileRefused(Code.NOT_VERIFIED, message)
