"""String literals: other characters for the name that one is, its form kept."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator

    from dr_refit.python.source import Source

#: A comment between two pieces, or a piece: "a" 'b' '''c'''
_PIECE = regex(rb"#[^\r\n]*|[rRuU]?('''|\"\"\"|'|\")(.*?)\1", re.DOTALL)
_NAME = regex(r"[.:]|[^.:]+")


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


#: A comment between two pieces, or a piece: its prefix, quotes and text.
_QUOTED = regex(
    rb"#[^\r\n]*|([rRuUbB]{0,2})('''|\"\"\"|'|\")((?:\\.|(?!\2).)*)\2", re.DOTALL
)
#: f"a" f"b": what stands between a and b
_JOINT = regex(
    rb"(?:'''|\"\"\"|'|\")(?:[\s\\]|#[^\r\n]*+)*+([rRuUfF]{0,2})(?:'''|\"\"\"|'|\")"
)
#: One character of a literal, as it is written: in an f-string a brace is two.
_BRACE = r"\{\{|\}\}|"
_ESCAPE = r"\\(?:\r?\n|N\{[^}]*\}|x..|u.{4}|U.{8}|[0-7]{1,3}|.)|"
_PLAIN = r"\r\n|."


def characters(source: Source, literal: ast.Constant) -> list[tuple[int, int]] | None:
    """Return where each character, or byte, of a literal stands in the code.

    None where that is not sure.
    """
    value = literal.value
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    start, end = source.start(literal), source.end(literal)
    code = source.code[start:end]
    for pieces in _readings(code):
        found = [
            (start + at, start + stop, character)
            for prefix, first, last in pieces
            for at, stop, character in _characters(code, prefix, first, last)
        ]
        if "".join(character for *_, character in found) == text:
            return [(at, stop) for at, stop, character in found for _ in character]
    return None


def _readings(code: bytes) -> Iterator[Iterable[tuple[bytes, int, int]]]:
    """Yield the pieces that a literal may be, or a part of f-strings, one by one."""
    yield [(one[1], *one.span(3)) for one in _QUOTED.finditer(code) if one[2]]
    for kind in (b"f", b"rf"):
        yield [(kind, 0, len(code))]
    for kind in (b"f", b"rf"):
        yield _joined(code, kind)


def _joined(code: bytes, prefix: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the pieces of what several f-strings say, each with its prefix."""
    at = 0
    for joint in _JOINT.finditer(code):
        yield prefix, at, joint.start()
        prefix, at = joint[1], joint.end()
    yield prefix, at, len(code)


def _characters(
    code: bytes, prefix: bytes, first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """Yield each character of a piece: where it stands, and what it means."""
    kind = prefix.lower()
    brace, escape = _BRACE * (b"f" in kind), _ESCAPE * (b"r" not in kind)
    at = first
    text = code[first:last].decode()
    for part in re.findall(brace + escape + _PLAIN, text, re.DOTALL):
        stop = at + len(part.encode())
        yield at, stop, _meant(part, "b" if b"b" in kind else "")
        at = stop


def _meant(written: str, prefix: str) -> str:
    if written in {"\\\n", "\\\r\n"}:
        return ""
    if written in {"{{", "}}"}:
        return written[0]
    if not written.startswith("\\") or len(written) == 1:
        return "\n" if written in {"\r\n", "\r"} else written
    import ast
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            meant = ast.literal_eval(f"{prefix}'{written}'")
            return meant.decode("latin-1") if isinstance(meant, bytes) else meant
        except SyntaxError:
            return ""


def escaped(data: bytes) -> str:
    """Return bytes as a literal has them, whatever its quotes."""
    plain = re.compile(rb"[\w./]")
    written = (
        chr(one) if plain.fullmatch(bytes([one])) else f"\\x{one:02x}" for one in data
    )
    return "".join(written)


def replaced(
    source: Source, literal: ast.Constant, spans: Iterable[tuple[int, int, str]]
) -> list[Edit] | None:
    """Write other text over stretches of what a literal is; None: it cannot be."""
    where = characters(source, literal)
    if where is None:
        return None
    edits = []
    for start, end, text in spans:
        here = where[start:end]
        if len({*here}) < len(here):
            return None
        # "ol" "d.core"
        apart = (at for at in range(1, len(here)) if here[at - 1][1] != here[at][0])
        for first, last in pairwise([0, *apart, len(here)]):
            new = b"" if first else text.encode()
            edits.append(Edit(start=here[first][0], end=here[last - 1][1], text=new))
    return edits
