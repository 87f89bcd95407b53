"""Packages of the family that no layer has."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.checks.model import Check
from dr_refit.codes import Code
from dr_refit.names import import_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Family, Found, Repository
    from dr_refit.findings import Position


class Unplaced(Check):
    """{package} is of the family, and in no layer."""

    code = Code.LAYER_UNKNOWN

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the first import of each in a file, and the requirements."""
        known = {member.package for member in family.members} | family.retired
        for one in family.repositories:
            own = {*one.packages, one.package}
            seen: set[tuple[str, str]] = set()
            for path, position, package in _named(one):
                is_one = any(fnmatchcase(package, p) for p in family.rules.family)
                if (
                    is_one
                    and package not in known | own
                    and (path, package) not in seen
                ):
                    seen.add((path, package))
                    yield self.found(one.name, path, position, package=package)


def _named(one: Repository) -> Iterator[tuple[str, Position, str]]:
    for each in one.imports:
        if not one.has_beside(each):
            yield each.path, each.position, each.package
    for required in one.requirements:
        package = import_name(required.distribution)
        yield required.path, required.position, package
