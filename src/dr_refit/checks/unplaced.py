"""Packages of the family that no layer has."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.checks.model import Check, Import
from dr_refit.codes import Code
from dr_refit.names import import_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Family, Found, Repository, Requirement


class Unplaced(Check):
    """{package} is of the family, and in no layer."""

    code = Code.LAYER_UNKNOWN

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the first import of each in a file, and the requirements."""
        known = {member.package for member in family.members} | family.retired
        for one in family.repositories:
            own = {*one.packages, one.package}
            seen: set[tuple[str, str]] = set()
            for each, package in _named(one):
                if package in known | own or (each.path, package) in seen:
                    continue
                is_one = any(fnmatchcase(package, p) for p in family.rules.family)
                if is_one and not (isinstance(each, Import) and one.has_beside(each)):
                    seen.add((each.path, package))
                    at = each.path, each.position, each.ignored
                    yield self.found(one.name, *at, package=package)


def _named(one: Repository) -> Iterator[tuple[Import | Requirement, str]]:
    yield from ((each, each.package) for each in one.imports)
    for required in one.requirements:
        yield required, import_name(required.distribution)
