"""Imports in a circle, of modules and of repositories, and where to cut it."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from dr_refit.checks.feedback import cheapest, cycles
from dr_refit.checks.model import Check
from dr_refit.codes import Code
from dr_refit.names import prefixes
from dr_refit.plural import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.checks.model import Family, Found, Import, Repository

    type Edges = Mapping[tuple[str, str], Sequence[tuple[Repository, Import]]]


#: How many of the others to cut a message names: each has a message of its own.
_FEW = 3


class ImportCycle(Check):
    """{circle}: {sure} to cut is {edge} ({weight}{others})."""

    code = Code.IMPORT_CYCLE

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the cheapest imports to cut, each where it stands."""
        for one in family.repositories:
            yield from self._cut(_between_modules(one))
        yield from self._cut(_between_packages(family))

    def _cut(self, edges: Edges) -> Iterator[Found]:
        weights = {edge: len(imports) for edge, imports in edges.items()}
        for nodes in cycles(weights):
            cut, exact = cheapest(nodes, weights)
            sure = "cheapest" if exact else "cheap, perhaps not cheapest,"
            for edge in cut:
                others = [" -> ".join(one) for one in cut if one != edge]
                shown = ", ".join(others[:_FEW])
                more = f" and {len(others) - _FEW} more" if others[_FEW:] else ""
                with_them = f", together with {shown}{more}" if others else ""
                weight = len(edges[edge])
                for one, each in edges[edge]:
                    yield self.found(
                        one.name,
                        each.path,
                        each.position,
                        each.ignored,
                        circle=" -> ".join(_circle(edge, nodes, edges)),
                        sure=sure,
                        edge=" -> ".join(edge),
                        weight=counted(weight, "name"),
                        others=with_them,
                    )


def _between_modules(one: Repository) -> Edges:
    """Return what modules import as they are loaded."""
    found: dict[tuple[str, str], list[tuple[Repository, Import]]] = defaultdict(list)
    for each in one.imports:
        if each.site != "package" or each.deferred or each.typing or not each.importer:
            continue
        taken = f"{each.module}.{each.name}"
        target = taken if taken in one.modules else each.module
        target = next((name for name in prefixes(target) if name in one.modules), "")
        if target and target != each.importer:
            found[each.importer, target].append((one, each))
    return found


def _between_packages(family: Family) -> Edges:
    """Return what repositories import of each other."""
    named = {one.package for one in family.repositories}
    found: dict[tuple[str, str], list[tuple[Repository, Import]]] = defaultdict(list)
    for one in family.repositories:
        for each in one.imports:
            runs = each.site == "package" and not each.typing
            if runs and each.package in named - {one.package}:
                found[one.package, each.package].append((one, each))
    return found


def _circle(edge: tuple[str, str], nodes: Sequence[str], edges: Edges) -> list[str]:
    """Return the shortest circle that an edge closes, from its start to its start."""
    start, end = edge
    before: dict[str, str] = {end: ""}
    waiting = deque([end])
    while waiting and start not in before:
        here = waiting.popleft()
        for one, other in sorted(edges):
            if one == here and other in nodes and other not in before:
                before[other] = here
                waiting.append(other)
    path = [start]
    while before[path[-1]]:
        path.append(before[path[-1]])
    return [start, *path[::-1]]
