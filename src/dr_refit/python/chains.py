"""Attribute chains in the code: where their parts stand, and other parts for them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from dr_refit.python.source import Source
    from dr_refit.python.symbols import AnnotationLiteral, Reference

Spans = list[tuple[int, int]]

_LITERAL = re.compile(rb"[rRuU]?('''|\"\"\"|'|\")")
_DOT = re.compile(rb"(?:#[^\r\n]*|[^.#])*?\.")


def locate(source: Source, reference: Reference) -> Spans | None:
    """Find the identifiers of a reference in the code.

    None where they are not there as such: in a string literal with escapes, in an
    implicit concatenation, or spelled with other characters that NFKC makes equal.
    """
    if not reference.editable:
        return None
    shift = opening = 0
    starts = None
    literal = reference.annotation_literal
    if literal is not None:
        opening = literal.opening
        found = _inside_literal(source, literal)
        if found is None:
            return None
        shift, starts = found

    def offset(line: int | None, column: int | None) -> int:
        assert line is not None
        assert column is not None
        if starts is None:
            return source.offset(line, column)
        # The annotation was parsed behind something that opens brackets.
        return shift + starts[line - 1] + column - (opening if line == 1 else 0)

    node = reference.node
    spans = []
    names = [*reversed(reference.attrs)]
    for name in names:
        assert isinstance(node, ast.Attribute)
        end = offset(node.end_lineno, node.end_col_offset)
        spans.append((end - len(name.encode()), end, name))
        node = node.value
    start = offset(reference.name.lineno, reference.name.col_offset)
    spans.append((start, start + len(reference.name.id.encode()), reference.name.id))
    spans.reverse()
    if any(source.code[start:end] != name.encode() for start, end, name in spans):
        return None
    return [(start, end) for start, end, _ in spans]


def _inside_literal(
    source: Source, annotation: AnnotationLiteral
) -> tuple[int, list[int]] | None:
    """Return where the text of a plain string literal starts, and each of its lines."""
    literal = annotation.literal
    start, end = source.start(literal), source.end(literal)
    opening = _LITERAL.match(source.code, start, end)
    if opening is None:
        return None
    text = source.code[opening.end() : end - len(opening.group(1))]
    if b"\\" in text or text.decode() != literal.value:
        return None
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return opening.end(), starts


def rename(source: Source, spans: Spans, new: str) -> list[Edit]:
    """Write a dotted name over a chain; comments inside it stay."""
    parts = new.split(".")
    start, end = spans[0][0], spans[-1][1]
    if b"#" not in source.code[start:end]:
        return [Edit(start=start, end=end, text=new.encode())]
    surplus = len(spans) - len(parts)
    if surplus < 0:
        parts = [".".join(parts[: 1 - surplus]), *parts[1 - surplus :]]
        surplus = 0
    edits = []
    for index, (a, b) in enumerate(spans):
        if 0 < index <= surplus:
            # Its dot goes with it; what stands between them does not.
            dot = _DOT.match(source.code, spans[index - 1][1], a)
            assert dot is not None
            edits.append(Edit(start=dot.end() - 1, end=dot.end(), text=b""))
            edits.append(Edit(start=a, end=b, text=b""))
        else:
            part = parts[index - surplus if index else 0]
            edits.append(Edit(start=a, end=b, text=part.encode()))
    return edits
