"""Names taken out of imports, and out of `__all__`."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.layout import OwnLines, parse
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dr_refit.python.imports import ImportAlias, ImportStatement
    from dr_refit.python.source import Source

_BLANK = regex(rb"[ \t]*(?:\r\n|\r|\n)")
_BEFORE = regex(rb"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\Z")


def without_imports(
    source: Source, gone: Iterable[ImportAlias], *, gaps: bool = True
) -> Iterator[Edit]:
    """Yield edits that take aliases out of import statements.

    `gaps`: where a group of imports goes, so does one of the two gaps around it.
    """
    whole: list[tuple[int, int]] = []
    per: dict[ImportStatement, set[int]] = defaultdict(set)
    for alias in gone:
        per[alias.statement].add(alias.index)
    for statement, indexes in per.items():
        layout = parse(source, statement)
        kept = [one for i, one in enumerate(layout.items) if i not in indexes]
        start, end = source.start(statement), source.end(statement)
        if kept:
            text = "".join(one.text for one in kept)
            if len(layout.items) - 1 in indexes and not text.endswith("\n"):
                text = text.rstrip().removesuffix(",")
            yield Edit(start, end, (layout.head + text + layout.tail).encode())
        elif isinstance(layout.at, OwnLines):
            whole.append(layout.at.whole)
        elif layout.at.with_semicolon:
            yield Edit(*layout.at.with_semicolon, b"")
        else:
            yield Edit(start, end, b"pass")
    if gaps:
        yield from _lines(source.code, sorted(whole))
    else:
        yield from (Edit(*span, b"") for span in whole)


def _lines(code: bytes, spans: list[tuple[int, int]]) -> Iterator[Edit]:
    """Yield edits that delete lines, and a gap that would become twice as long."""
    for number, (start, end) in enumerate(spans):
        if number + 1 < len(spans) and spans[number + 1][0] == end:
            spans[number + 1] = start, spans[number + 1][1]
            continue
        gap = _BLANK.match(code, end)
        twice = gap and (not start or _BEFORE.search(code, 0, start))
        yield Edit(start, gap.end() if gap and twice else end, b"")


def without_exports(source: Source, names: Collection[str]) -> Iterator[Edit]:
    """Yield edits that take names out of what `__all__` lists."""
    for statement in source.tree.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id="__all__")], value=listed)
                | ast.AugAssign(target=ast.Name(id="__all__"), value=listed)
                | ast.AnnAssign(target=ast.Name(id="__all__"), value=listed)
            ) if isinstance(listed, ast.List | ast.Tuple):
                yield from _without(source, listed.elts, names)


def _without(
    source: Source, elements: list[ast.expr], names: Collection[str]
) -> Iterator[Edit]:
    gone = [isinstance(one, ast.Constant) and one.value in names for one in elements]
    last = max((at for at, is_gone in enumerate(gone) if not is_gone), default=-1)
    for at, element in enumerate(elements):
        if not gone[at]:
            continue
        if at < last:
            yield Edit(source.start(element), source.start(elements[at + 1]), b"")
        elif at == last + 1:
            # All that follow, and the comma before them.
            first = source.end(elements[last]) if last >= 0 else source.start(element)
            yield Edit(first, source.end(elements[-1]), b"")
