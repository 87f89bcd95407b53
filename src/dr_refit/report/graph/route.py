"""Route edges from box to box, through the gaps between boxes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.checks.model import Edge

#: Pixels. Two boxes side by side are as wide as a phone of 360 pixels leaves room for.
BOX_WIDTH, BOX_HEIGHT = 140, 46
COLUMN_GAP, LINE_GAP, MARGIN = 24, 48, 12
#: Between a curve and a box it passes, and between two curves where there is room.
_CLEARANCE, _SEPARATION = 3, 8
#: How far from a box's corners a curve may touch it.
_CORNER = 14
#: How low the bow between two boxes of one line hangs.
_BOW = 30
_ARROW_WIDTH, _ARROW_LENGTH = 8, 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A package: a box with its top left corner at x, y."""

    package: str
    x: float
    y: float
    width: float = BOX_WIDTH
    height: float = BOX_HEIGHT

    @property
    def centre(self) -> float:
        """Its middle from left to right."""
        return self.x + self.width / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """An edge as drawn: it swings from point 0 to 1, is upright from 1 to 2, ..."""

    edge: Edge
    points: tuple[tuple[float, float], ...]

    @property
    def line(self) -> str:
        """The `d` of an SVG path."""
        x, y = self.points[0]
        steps = [f"M{x:g} {y:g}"]
        for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(self.points)):
            if number % 2:
                steps.append(f"V{y2:g}")
            else:
                middle = y1 + _BOW if y1 == y2 else (y1 + y2) / 2
                steps.append(f"C{x1:g} {middle:g} {x2:g} {middle:g} {x2:g} {y2:g}")
        return "".join(steps)

    @property
    def arrow(self) -> str:
        """The `d` of its head; a curve always ends upright."""
        (_, before), (x, y) = self.points[-2:]
        back = -_ARROW_LENGTH if before < y else _ARROW_LENGTH
        return f"M{x:g} {y:g}l{-_ARROW_WIDTH / 2:g} {back}h{_ARROW_WIDTH}z"

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its first swing, where a mark may stand."""
        (x1, y1), (x2, y2) = self.points[:2]
        return (x1 + x2) / 2, (y1 + y2) / 2 + (_BOW * 3 / 4 if y1 == y2 else 0)


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where curves touch a box (one y) or pass between two (its upper and lower y)."""

    low: float
    high: float
    ys: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Stop:
    """A slot that an edge passes, and the best x for it there."""

    slot: _Slot
    wish: float


def route(
    edges: Sequence[Edge], nodes: Sequence[Node], width: float
) -> Iterator[Curve]:
    """Yield a curve for each edge, from its importer to what it imports."""
    boxes = {node.package: node for node in nodes}
    lines: dict[float, list[Node]] = {}
    for node in nodes:
        lines.setdefault(node.y, []).append(node)
    gaps = {y: _gaps(y, line, width) for y, line in sorted(lines.items())}
    ways = [_way(boxes[e.importer], boxes[e.imported], gaps) for e in edges]

    claims: dict[_Slot, list[tuple[float, int, int]]] = {}
    for number, way in enumerate(ways):
        for index, stop in enumerate(way):
            claims.setdefault(stop.slot, []).append((stop.wish, number, index))
    given: dict[tuple[int, int], float] = {}
    for slot, wishes in claims.items():
        wishes.sort()
        spread = _spread([wish for wish, _, _ in wishes], slot)
        for (_, number, index), x in zip(wishes, spread, strict=True):
            given[number, index] = x

    for number, (edge, way) in enumerate(zip(edges, ways, strict=True)):
        up = way[0].slot.ys > way[-1].slot.ys
        points = tuple(
            (given[number, index], y)
            for index, stop in enumerate(way)
            for y in (reversed(stop.slot.ys) if up else stop.slot.ys)
        )
        yield Curve(edge=edge, points=points)


def _gaps(y: float, line: Sequence[Node], width: float) -> list[_Slot]:
    """Return the gaps of a line, from one margin to the other."""
    free, ys = [], (y, y + BOX_HEIGHT)
    low = 0.0
    for node in sorted(line, key=lambda node: node.x):
        free.append(_Slot(low + _CLEARANCE, node.x - _CLEARANCE, ys))
        low = node.x + node.width
    return [*free, _Slot(low + _CLEARANCE, width - _CLEARANCE, ys)]


def _way(source: Node, target: Node, gaps: dict[float, list[_Slot]]) -> list[_Stop]:
    """Return the slots of an edge: per line the gap nearest to the straight line."""
    between = []
    upper, lower = sorted((source.y, target.y))
    for y, slots in gaps.items():
        if upper < y < lower:
            share = (y - source.y) / (target.y - source.y)
            straight = source.centre + share * (target.centre - source.centre)
            between.append(_nearest(slots, straight))
    if source.y > target.y:
        between.reverse()
    first = between[0].wish if between else target.centre
    last = between[-1].wish if between else source.centre
    return [
        _Stop(_side(source, bottom=source.y <= target.y), first),
        *between,
        _Stop(_side(target, bottom=source.y >= target.y), last),
    ]


def _nearest(slots: Sequence[_Slot], x: float) -> _Stop:
    stops = [_Stop(slot, min(max(x, slot.low), slot.high)) for slot in slots]
    return min(stops, key=lambda stop: abs(stop.wish - x))


def _side(node: Node, *, bottom: bool) -> _Slot:
    y = node.y + node.height if bottom else node.y
    return _Slot(node.x + _CORNER, node.x + node.width - _CORNER, (y,))


def _spread(wishes: Sequence[float], slot: _Slot) -> list[float]:
    """Return sorted wishes moved into their slot and apart, as far as there is room."""
    apart = min(_SEPARATION, (slot.high - slot.low) / len(wishes))
    xs: list[float] = []
    for wish in wishes:
        xs.append(max(wish, xs[-1] + apart if xs else slot.low))
    limit = slot.high
    for number in reversed(range(len(xs))):
        xs[number] = min(xs[number], limit)
        limit = xs[number] - apart
    return xs
