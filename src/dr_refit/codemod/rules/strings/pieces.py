"""New texts for the strings that names are put together of."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from dr_refit.migration.homes import home_of_unit
from dr_refit.names import leaf, parent
from dr_refit.python.edits import Span, spliced

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.quoted import Quoted
    from dr_refit.python.string_pieces import Made

    type Spans = Mapping[ast.Constant, Sequence[Span]]


def spans_of(one: Quoted, table: MoveTable) -> Spans:
    """Return what to write into the literals of names that are put together.

    Nothing, unless all these names are what they should be then.
    """
    found: dict[ast.Constant, set[Span]] = defaultdict(set)
    news = [
        home_of_unit(made.text, table)
        if takes in {"module", "presence"}
        else table.new_name(made.text)
        for takes, made in one.made
    ]
    for (_, made), new in zip(one.made, news, strict=True):
        for literal, span in _written(made, new) if new else ():
            found[literal].add(span)
    spans = {literal: sorted(own) for literal, own in found.items()}
    apart = all(a.end <= b.start for own in spans.values() for a, b in pairwise(own))
    every = zip(one.made, news, strict=True)
    is_right = apart and all(_renewed(made, spans) == new for (_, made), new in every)
    return spans if is_right else {}


def _written(made: Made, new: str) -> Sequence[tuple[ast.Constant, Span]]:
    """Return what to write for a new name, in the first way that fits the literals."""
    for spans in (_of_module(made.text, new), _of_parts(made.text, new)):
        placed = [one for span in spans for one in _in_one(made, span)]
        if placed and len(placed) == len(spans):
            return placed
    return ()


def _of_module(old: str, new: str) -> list[Span]:
    """Return a new name as another module, and another name in it."""
    before, after = old.split("."), new.split(".")
    renamed = before[-1] != after[-1]
    while len(before) > 1 < len(after) and before[-1] == after[-1]:
        # a.b.f  ->  c.f
        before.pop()
        after.pop()
    if not renamed:
        return [Span(0, len(".".join(before)), ".".join(after))]
    at = len(parent(old))
    return [Span(0, at, parent(new)), Span(at + 1, len(old), leaf(new))]


def _of_parts(old: str, new: str) -> list[Span]:
    """Return a new name part by part; nothing: it has more of them, or less."""
    before, after = old.split("."), new.split(".")
    if len(before) != len(after):
        return []
    starts = [0, *accumulate(len(part) + 1 for part in before)]
    return [
        Span(at, at + len(part), other)
        for at, part, other in zip(starts, before, after, strict=False)
        if part != other
    ]


def _in_one(made: Made, span: Span) -> Iterator[tuple[ast.Constant, Span]]:
    """Yield what to write into the literal in which all of a stretch stands."""
    first = 0
    for one in made.stretches:
        stop = first + one.stop - one.start
        if first <= span.start and span.end <= stop and one.literal is not None:
            at = one.start - first
            yield one.literal, Span(at + span.start, at + span.end, span.text)
            return
        first = stop


def _renewed(made: Made, spans: Spans) -> str:
    """Return what a text comes to once its literals are changed."""
    parts = []
    first = 0
    for one in made.stretches:
        stop = first + one.stop - one.start
        inner = [
            Span(span.start - one.start, span.end - one.start, span.text)
            for span in (spans.get(one.literal, ()) if one.literal is not None else ())
            if one.start <= span.start and span.end <= one.stop
        ]
        parts.append(spliced(made.text[first:stop], inner))
        first = stop
    return "".join(parts)
