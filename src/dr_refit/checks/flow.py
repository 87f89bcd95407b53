"""What flows from package to package: imports, and what manifests require."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.checks.layers import violation
from dr_refit.checks.model import Edge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.checks.model import Family, Repository

    type Places = defaultdict[str, set[tuple[str, int]]]


def edges(family: Family) -> Iterator[Edge]:
    """Yield what the repositories of a family have of each other, and of the retired.

    So for what is only called as packages of the family are.
    """
    for one in family.repositories:
        places: Places = defaultdict(set)
        required: Places = defaultdict(set)
        for each in one.imports:
            places[each.package].add((each.path, each.position.line))
        for need in one.requirements:
            package = need.distribution.replace("-", "_")
            required[package].add((need.path, need.position.line))
        for package in sorted(places | required):
            if _is_of(family, package) and not _is_own(one, package):
                yield Edge(
                    importer=one.package,
                    imported=package,
                    places=tuple(sorted(places[package])),
                    required=tuple(sorted(required[package])),
                    violation=violation(
                        one, package, family.members, family.retired, family.layers
                    ),
                )


def _is_of(family: Family, package: str) -> bool:
    known = {member.package for member in family.members} | family.retired
    patterns = family.rules.family
    return package in known or any(fnmatchcase(package, each) for each in patterns)


def _is_own(one: Repository, package: str) -> bool:
    distributions = {name.replace("-", "_") for name in one.distributions.values()}
    return package in {one.package, *one.packages, *distributions, *one.beside}


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
