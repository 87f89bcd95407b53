"""What flows from package to package: imports, and what manifests require."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.checks.layers import violation
from dr_refit.checks.model import Edge
from dr_refit.names import import_name

if TYPE_CHECKING:
    from collections.abc import (
        Collection,
        Container,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from dr_refit.checks.layers import Placed
    from dr_refit.checks.model import Family


def _places() -> defaultdict[str, set[tuple[str, int]]]:
    return defaultdict(set)


@dataclass(frozen=True, kw_only=True, slots=True)
class Uses:
    """Where one repository imports packages, and where it requires them."""

    imported: defaultdict[str, set[tuple[str, int]]] = field(default_factory=_places)
    required: defaultdict[str, set[tuple[str, int]]] = field(default_factory=_places)

    def edges(
        self,
        importer: Placed,
        members: Sequence[Placed],
        retired: Container[str],
        layers: Sequence[str],
    ) -> Iterator[Edge]:
        """Yield an edge to each package but its own."""
        for package in sorted({*self.imported, *self.required} - {importer.package}):
            yield Edge(
                importer=importer.package,
                imported=package,
                places=tuple(sorted(self.imported[package])),
                required=tuple(sorted(self.required[package])),
                violation=violation(importer, package, members, retired, layers),
            )


def edges(family: Family) -> Iterator[Edge]:
    """Yield what the repositories of a family have of each other, and of the retired.

    So for what is only called as packages of the family are.
    """
    known = homes(family)
    for one in family.repositories:
        uses = Uses()
        for each in one.imports:
            if each.package not in one.packages and not one.has_beside(each):
                home = known.get(each.package, each.package)
                uses.imported[home].add((each.path, each.position.line))
        for need in one.requirements:
            home = import_name(need.distribution)
            place = (need.path, need.position.line)
            uses.required[known.get(home, home)].add(place)
        ranks = family.members, family.retired, family.layers
        for edge in uses.edges(one, *ranks):
            if edge.imported in known or _is_called_so(family, edge.imported):
                yield edge


def homes(family: Family) -> dict[str, str]:
    """Map what is imported, or required, to the package of whoever has it.

    A repository may have packages and distributions that are not called as it is; what
    several have is nobody's.
    """
    known = {name: name for name in family.retired}
    known |= {member.package: member.package for member in family.members}
    owners: dict[str, set[str]] = defaultdict(set)
    for one in family.repositories:
        names = {*map(import_name, one.distributions.values())}
        for name in (names | one.packages) - known.keys():
            owners[name].add(one.package)
    return known | {name: min(own) for name, own in owners.items() if len(own) == 1}


def _is_called_so(family: Family, package: str) -> bool:
    return any(fnmatchcase(package, each) for each in family.rules.family)


def imports_of(edges: Iterable[Edge]) -> dict[str, set[str]]:
    """Map packages to what each imports."""
    found: dict[str, set[str]] = {}
    for edge in edges:
        found.setdefault(edge.importer, set()).add(edge.imported)
    return found


def importers_of(edges: Iterable[Edge]) -> dict[str, set[str]]:
    """Map packages to who imports each."""
    found: dict[str, set[str]] = {}
    for edge in edges:
        found.setdefault(edge.imported, set()).add(edge.importer)
    return found


def reached(start: str, ways: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return what one comes to from a package, directly and indirectly."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        new = {*ways.get(waiting.pop(), ())} - seen
        seen |= new
        waiting += new
    return frozenset(seen)
