"""The cheapest edges of a graph without which it has no cycle.

Whatever order its nodes are put in, the edges against the order break all cycles; some
order has the cheapest. Of a few nodes it is found by trying sets of them, the smallest
first. Of more, edges are sought that are in all of some cycles, until no other cycle is
left; where these are too many, nodes are moved to where they are best, time and again,
and then it need not be the cheapest of all.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    #: From, to -> what it costs to cut.
    type Weights = Mapping[tuple[str, str], int]
    type Edges = frozenset[tuple[str, str]]

#: How many choices are tried, in half a second, before a cut need not be the cheapest.
STEPS: Final = 20_000
#: How often nodes are moved at random, to see whether a better order comes of it.
ROUNDS: Final = 1_000
_MOVED: Final = 4
#: Of so many nodes all orders are compared, in 0.2 s; each more doubles the time.
MOST: Final = 14


def cycles(weights: Weights) -> list[list[str]]:
    """Return the sets of nodes that reach each other, of two and more, sorted."""
    after: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(weights):
        after[one].append(other)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []
    for start in sorted(after):
        # Tarjan's algorithm, without recursion: chains of imports are long.
        work: list[tuple[str, Iterator[str]]] = []
        if start not in index:
            work.append((start, iter(after[start])))
            index[start] = low[start] = len(index)
            stack.append(start)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    work.append((other, iter(after.get(other, ()))))
                    break
                if other in stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    at = stack.index(node)
                    if len(stack) > at + 1:
                        found.append(sorted(stack[at:]))
                    del stack[at:]
    return sorted(found)


def cheapest(
    nodes: Sequence[str], weights: Weights
) -> tuple[list[tuple[str, str]], bool]:
    """Return edges between nodes to cut, and whether none are cheaper."""
    inside = {
        (one, other): weight
        for (one, other), weight in weights.items()
        if one in nodes and other in nodes
    }
    if len(nodes) > MOST:
        found = _hitting(inside)
        if found is not None:
            return sorted(found), True
    exact = len(nodes) <= MOST
    order = _best(nodes, inside) if exact else _good(nodes, inside)
    place = {node: number for number, node in enumerate(order)}
    cut = sorted(edge for edge in inside if place[edge[0]] < place[edge[1]])
    return cut, exact


def _hitting(weights: Weights) -> Edges | None:
    """Return the cheapest edges that are in all cycles; None: it takes too long."""
    known: list[list[tuple[str, str]]] = []
    steps = [STEPS]
    while True:
        cut = _cheapest_of(known, weights, frozenset(), steps)
        if cut is None:
            return None
        found = _apart({e: w for e, w in weights.items() if e not in cut})
        if not found:
            return cut
        known += found


def _cheapest_of(
    known: Sequence[Sequence[tuple[str, str]]],
    weights: Weights,
    kept: Edges,
    steps: list[int],
) -> Edges | None:
    """Return the cheapest edges of which each cycle has one, none of them kept."""
    best: Edges | None = None
    lowest = sum(weights.values()) + 1
    todo: list[tuple[Edges, Edges]] = [(frozenset(), kept)]
    while todo:
        steps[0] -= 1
        if not steps[0]:
            return None
        cut, kept = todo.pop()
        cost = sum(weights[edge] for edge in cut)
        open_cycle = next((c for c in known if cut.isdisjoint(c)), None)
        if cost >= lowest:
            continue
        if open_cycle is None:
            best, lowest = cut, cost
            continue
        # One of its edges is cut; those before it, in this order, are not.
        choices = sorted(
            (e for e in open_cycle if e not in kept), key=weights.__getitem__
        )
        for number, edge in reversed([*enumerate(choices)]):
            todo.append((cut | {edge}, kept.union(choices[:number])))
    return best


def _apart(weights: Weights) -> list[list[tuple[str, str]]]:
    """Return short cycles that have no edge in common, until none is left."""
    left = dict(weights)
    found = []
    for start in sorted(weights):
        while start in left and (path := _path(start[1], start[0], left)):
            found.append([start, *path])
            for edge in found[-1]:
                del left[edge]
    return found


def _path(start: str, end: str, weights: Weights) -> list[tuple[str, str]]:
    """Return the edges of a shortest way; none: there is no way."""
    after: dict[str, list[str]] = defaultdict(list)
    for one, other in weights:
        after[one].append(other)
    before = {start: start}
    waiting = deque([start])
    while waiting and end not in before:
        here = waiting.popleft()
        for other in after[here]:
            if other not in before:
                before[other] = here
                waiting.append(other)
    path = []
    while end in before and end != start:
        path.append((before[end], end))
        end = before[end]
    return path[::-1]


def _best(nodes: Sequence[str], weights: Weights) -> list[str]:
    """Return the order, what is imported first, against which the least is imported."""
    count = len(nodes)
    number = {node: at for at, node in enumerate(nodes)}
    costs = [[0] * count for _ in nodes]
    for (one, other), weight in weights.items():
        costs[number[other]][number[one]] = weight
    # Set of nodes that stand first -> the cost so far, and the last of them.
    total = [0] * (1 << count)
    last = [0] * (1 << count)
    for chosen in range(1, 1 << count):
        best = -1
        for node in range(count):
            if not chosen >> node & 1:
                continue
            before = chosen & ~(1 << node)
            cost, rest, to = total[before], before, costs[node]
            while rest:
                bit = rest & -rest
                cost += to[bit.bit_length() - 1]
                rest ^= bit
            if best < 0 or cost < best:
                best, last[chosen] = cost, node
        total[chosen] = best
    order: list[str] = []
    chosen = (1 << count) - 1
    while chosen:
        order.append(nodes[last[chosen]])
        chosen &= ~(1 << last[chosen])
    return order[::-1]


def _good(nodes: Iterable[str], weights: Weights) -> list[str]:
    """Return the best of many orders in which no node has a better place."""
    ranking = _Ranking(nodes, weights)
    ranking.settle(ranking.order)
    # The same each time: what is random is only where it looks next.
    chance = random.Random(0)  # noqa: S311 - nobody gains by guessing it
    for _ in range(ROUNDS):
        best, lowest = ranking.order[:], ranking.cost
        moved = chance.sample(best, min(len(best), _MOVED))
        for node in moved:
            ranking.put(node, chance.randrange(len(best)))
        ranking.settle(moved)
        if ranking.cost > lowest:
            ranking.order, ranking.cost = best, lowest
    return ranking.order


class _Ranking:
    """An order of nodes, and what it costs: the edges to what stands behind."""

    def __init__(self, nodes: Iterable[str], weights: Weights) -> None:
        self.order = sorted(nodes)
        #: Node -> neighbour -> what it is worth to stand behind that.
        self._gains: dict[str, dict[str, int]] = {node: {} for node in self.order}
        for (one, other), weight in weights.items():
            gains = self._gains
            gains[one][other] = gains[one].get(other, 0) + weight
            gains[other][one] = gains[other].get(one, 0) - weight
        place = {node: at for at, node in enumerate(self.order)}
        self.cost = sum(w for (a, b), w in weights.items() if place[a] < place[b])

    def put(self, node: str, to: int) -> None:
        """Move a node; what stands between makes room."""
        at = self.order.index(node)
        low, high = min(at, to), max(at, to)
        passed = self.order[low : high + 1]
        gain = sum(self._gains[node].get(one, 0) for one in passed)
        self.cost -= gain if to > at else -gain
        self.order.insert(to, self.order.pop(at))

    def settle(self, nodes: Iterable[str]) -> None:
        """Move nodes to their best places, and then their neighbours, until all are."""
        waiting = dict.fromkeys(nodes)
        while waiting:
            node = next(iter(waiting))
            del waiting[node]
            at = self.order.index(node)
            to = self._best(node, at)
            if to != at:
                self.put(node, to)
                waiting |= dict.fromkeys(self._gains[node])

    def _best(self, node: str, at: int) -> int:
        """Return the place at which a node costs least: its own, or a better one."""
        place = {one: number for number, one in enumerate(self.order)}
        near = sorted((place[one], gain) for one, gain in self._gains[node].items())
        behind = [(number, gain) for number, gain in near if number > at]
        before = [(number, -gain) for number, gain in reversed(near) if number < at]
        best, most = at, 0
        for side in (behind, before):
            gained = 0
            for number, gain in side:
                gained += gain
                if gained > most:
                    best, most = number, gained
        return best
