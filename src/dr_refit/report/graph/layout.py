"""The picture of a fleet as a value: boxes in rows of layers, imports as curves.

A layered drawing after Sugiyama et al. (1981): who imports stands above what it
imports, so an import that must not be is an arrow upwards. The barycentre heuristic
keeps crossings few.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from dr_refit.report.graph.route import (
    BOX_HEIGHT,
    BOX_WIDTH,
    COLUMN_GAP,
    LINE_GAP,
    MARGIN,
    Node,
    route,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.checks.model import Edge
    from dr_refit.report.graph.flow import Flow
    from dr_refit.report.graph.route import Curve

#: Over, between and under the lines of the bands; under them hang bows with marks.
_HEADING, _BAND_GAP, _FOOT = 30, 8, 36
_SWEEPS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A layer: a strip over the whole width, in pixels."""

    label: str
    y: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """What is drawn, and on how large a sheet, in pixels."""

    width: float
    height: float
    bands: tuple[Band, ...]
    #: In the order in which one reads them: line by line, from left to right.
    nodes: tuple[Node, ...]
    #: One for each edge, in their order.
    curves: tuple[Curve, ...]


def lay_out(flow: Flow, *, columns: int) -> Picture:
    """Return the picture of a fleet, with at most `columns` boxes side by side."""
    edges = flow.edges
    width = 2 * MARGIN + columns * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP
    rows = {
        label: list(_lines(packages, columns)) for label, packages in flow.rows.items()
    }
    ordered = iter(_ordered([line for row in rows.values() for line in row], edges))
    bands, nodes, y = [], [], 0.0
    for label, lines in rows.items():
        top, y = y, y + _HEADING
        for line in [next(ordered) for _ in lines]:
            nodes += [
                Node(package=package, x=width / 2 + shift - BOX_WIDTH / 2, y=y)
                for package, shift in _shifts(line).items()
            ]
            y += BOX_HEIGHT + LINE_GAP
        y += _FOOT - LINE_GAP
        bands.append(Band(label=label, y=top, height=y - top))
        y += _BAND_GAP
    return Picture(
        width=width,
        height=max(y - _BAND_GAP, 0),
        bands=tuple(bands),
        nodes=tuple(nodes),
        curves=tuple(route(edges, nodes, width)),
    )


def _lines(packages: Sequence[str], columns: int) -> Iterator[list[str]]:
    """Yield a row as the fewest lines that hold it, all about equally long."""
    count = -(-len(packages) // columns)
    starts = [-(-len(packages) * number // count) for number in range(count + 1)]
    for start, end in pairwise(starts):
        yield list(packages[start:end])


def _shifts(line: Sequence[str]) -> dict[str, float]:
    """Return how far the centre of each box is from the centre of the sheet."""
    step = BOX_WIDTH + COLUMN_GAP
    return {p: (i - (len(line) - 1) / 2) * step for i, p in enumerate(line)}


def _ordered(lines: list[list[str]], edges: Sequence[Edge]) -> list[list[str]]:
    """Return the lines ordered by barycentres of neighbours: the best of all sweeps."""
    neighbours: dict[str, list[str]] = {p: [] for line in lines for p in line}
    for edge in edges:
        neighbours[edge.importer].append(edge.imported)
        neighbours[edge.imported].append(edge.importer)
    centre: dict[str, float] = {}
    for line in lines:
        centre |= _shifts(line)

    def barycentre(package: str) -> tuple[float, float, str]:
        xs = [centre[other] for other in neighbours[package]]
        here = centre[package]
        return (sum(xs) / len(xs) if xs else here, here, package)

    lines = list(lines)
    best, fewest = list(lines), crossings(lines, edges)
    for sweep in range(_SWEEPS):
        numbers = range(len(lines))
        for number in reversed(numbers) if sweep % 2 else numbers:
            lines[number] = sorted(lines[number], key=barycentre)
            centre |= _shifts(lines[number])
        if (count := crossings(lines, edges)) < fewest:
            best, fewest = list(lines), count
    return best


def crossings(lines: Sequence[Sequence[str]], edges: Iterable[Edge]) -> int:
    """Count how often edges between the same two lines cross."""
    where = {p: (n, i) for n, line in enumerate(lines) for i, p in enumerate(line)}
    between: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for edge in edges:
        (upper, a), (lower, b) = sorted((where[edge.importer], where[edge.imported]))
        if upper != lower:
            between.setdefault((upper, lower), []).append((a, b))
    count = 0
    for pairs in between.values():
        seen: list[int] = []
        for _, b in sorted(pairs):
            count += len(seen) - bisect_right(seen, b)
            insort(seen, b)
    return count
