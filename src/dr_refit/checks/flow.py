"""What flows from package to package: imports, and what manifests require."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.checks.layers import violation
from dr_refit.checks.model import Edge

if TYPE_CHECKING:
    from collections.abc import Iterator

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
