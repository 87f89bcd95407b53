"""Attribute chains in the code: where their parts stand, and other parts for them."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.edits import Edit
from dr_refit.python.mangling import spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dr_refit.python.source import Source
    from dr_refit.python.symbols import AnnotationLiteral, Reference

Spans = list[tuple[int, int]]
#: 1-based line, and column in bytes of UTF-8.
AstPosition = tuple[int, int]

_LITERAL = regex(rb"[rRuU]?('''|\"\"\"|'|\")")
_DOT = regex(rb"(?:#[^\r\n]*|[^.#])*?\.")


def locate(source: Source, reference: Reference) -> Spans | None:
    """Find the identifiers of a reference in the code.

    None where they are not there as such: in a string literal with escapes, in an
    implicit concatenation, or spelled with other characters that NFKC makes equal.
    """
    if not reference.editable:
        return None
    offset: Callable[[int, int], int] = source.offset
    if reference.annotation_literal is not None:
        inside = _offset_inside(source, reference.annotation_literal)
        if inside is None:
            return None
        offset = inside
    node = reference.node
    spans: list[tuple[int, int] | None] = []
    names = [*reversed(reference.attrs)]
    for name in names:
        assert isinstance(node, ast.Attribute)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        end = offset(node.end_lineno, node.end_col_offset)
        spans.append(_ending(source.code, name, end))
        node = node.value
    last = reference.name
    assert last.end_lineno is not None
    assert last.end_col_offset is not None
    end = offset(last.end_lineno, last.end_col_offset)
    spans.append(_ending(source.code, last.id, end))
    spans.reverse()
    return None if None in spans else [span for span in spans if span]


def _ending(code: bytes, name: str, end: int) -> tuple[int, int] | None:
    """Return where an identifier stands, given its end; None: it is not there."""
    for spelling in map(str.encode, spellings(name)):
        start = end - len(spelling)
        if code[start:end] == spelling and not code[start - 1 : start].isalnum():
            return start, end
    return None


def _offset_inside(
    source: Source, annotation: AnnotationLiteral
) -> Callable[[int, int], int] | None:
    """Return what `source.offset` is for the text of an annotation."""
    outside: Callable[[int, int], int] = source.offset
    if annotation.outer is not None:
        found = _offset_inside(source, annotation.outer)
        if found is None:
            return None
        outside = found
    literal, opening = annotation.literal, annotation.opening
    assert literal.end_lineno is not None
    assert literal.end_col_offset is not None
    start = outside(literal.lineno, literal.col_offset)
    end = outside(literal.end_lineno, literal.end_col_offset)
    if annotation.quoted:
        quotes = _LITERAL.match(source.code, start, end)
        if quotes is None:
            return None
        start, end = quotes.end(), end - len(quotes.group(1))
    text = source.code[start:end]
    if b"\\" in text or text.decode() != literal.value:
        return None
    starts = [0, *accumulate(map(len, text.splitlines(keepends=True)))]

    def offset(line: int, column: int) -> int:
        # It was parsed behind something that opens brackets.
        return start + starts[line - 1] + column - (opening if line == 1 else 0)

    return offset


def rename(source: Source, spans: Spans, new: str) -> list[Edit]:
    """Write a dotted name over a chain; comments and brackets inside it stay."""
    parts = new.split(".")
    start, end = spans[0][0], spans[-1][1]
    if not {*b"#)"} & {*source.code[start:end]}:
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


# In the tree


def dotted_name(node: ast.AST) -> str:
    """Return `a.b.c` of the chain `a.b.c`; empty: it is no chain of names."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def base_name(node: ast.AST) -> str | None:
    """Return `a` of the chain `a.b.c`; None: it is no chain of names."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def chains_at(
    tree: ast.Module, positions: Sequence[AstPosition]
) -> dict[AstPosition, ast.expr]:
    """Map each position, sorted, to the whole chain of names that holds it.

    Left out is one where none does, or where other code says what the chain says: a
    pattern is no expression, and `f"{a.b=}"` has its own text in the tree.
    """
    found: dict[AstPosition, ast.expr] = {}
    if positions:
        _find(tree, positions, found)
    return found


def _find(
    node: ast.AST,
    positions: Sequence[AstPosition],
    found: dict[AstPosition, ast.expr],
) -> None:
    before: ast.AST | None = None
    for child in _children(node, positions):
        held = _held(child, positions)
        # case a.b:    is no pattern as `case b:`
        # f"{a.b=}"    t"{a.b}"    have its text in the tree
        if held and not isinstance(child, ast.pattern) and not _is_shown(before, child):
            if base_name(child) is None:
                _find(child, held, found)
            else:
                assert isinstance(child, ast.expr)
                found.update(dict.fromkeys(held, child))
        before = child


def _children(node: ast.AST, positions: Sequence[AstPosition]) -> Iterator[ast.AST]:
    """Yield what is in a node; of a block only the statements around positions."""
    for field in node._fields:
        value = getattr(node, field)
        if not isinstance(value, list):
            if isinstance(value, ast.AST):
                yield value
        elif value and isinstance(value[0], ast.stmt):
            first = bisect_right(value, positions[0], key=_start)
            last = bisect_right(value, positions[-1], key=_start)
            yield from value[max(first - 1, 0) : last]
        else:
            yield from (one for one in value if isinstance(one, ast.AST))


def _held(node: ast.AST, positions: Sequence[AstPosition]) -> Sequence[AstPosition]:
    """Return the positions in a node; all of them where it has none of its own."""
    if not hasattr(node, "lineno"):
        return positions
    start, end = _start(node), (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    return positions[bisect_left(positions, start) : bisect_left(positions, end)]


def _start(node: ast.AST) -> AstPosition:
    """Return where a node starts, its decorators included."""
    first = (getattr(node, "decorator_list", None) or [node])[0]
    return first.lineno, first.col_offset


def _is_shown(before: ast.AST | None, node: ast.AST) -> bool:
    if type(node).__name__ == "Interpolation":
        return True
    text = before.value if isinstance(before, ast.Constant) else None
    return isinstance(node, ast.FormattedValue) and "=" in str(text)
