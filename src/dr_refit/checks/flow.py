"""What flows from package to package: imports, and what manifests require."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.checks.layers import violation
from dr_refit.checks.model import Edge
from dr_refit.names import import_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.checks.model import Family

    type Places = defaultdict[str, set[tuple[str, int]]]


def edges(family: Family) -> Iterator[Edge]:
    """Yield what the repositories of a family have of each other, and of the retired.

    So for what is only called as packages of the family are.
    """
    known = homes(family)
    for one in family.repositories:
        places: Places = defaultdict(set)
        required: Places = defaultdict(set)
        for each in one.imports:
            if each.package not in one.packages and not one.has_beside(each):
                home = known.get(each.package, each.package)
                places[home].add((each.path, each.position.line))
        for need in one.requirements:
            home = import_name(need.distribution)
            place = (need.path, need.position.line)
            required[known.get(home, home)].add(place)
        for package in sorted({*places, *required} - {one.package}):
            if package in known or _is_called_so(family, package):
                yield Edge(
                    importer=one.package,
                    imported=package,
                    places=tuple(sorted(places[package])),
                    required=tuple(sorted(required[package])),
                    violation=violation(
                        one, package, family.members, family.retired, family.layers
                    ),
                )


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
