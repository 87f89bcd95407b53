"""Names that are imported and that no version of a dependency has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.checks.model import Check
from dr_refit.codes import Code
from dr_refit.manifests.requirements import parsed
from dr_refit.names import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Family, Found, Import, Repository
    from dr_refit.wheels.stock import Stock


class Absent(Check):
    """{where} has no {dotted}."""

    code = Code.IMPORTED_NAME_ABSENT

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the imports of what neither the family nor a wheel has."""
        read = {name: one for one in family.repositories for name in one.packages}
        for one in family.repositories:
            for each in one.imports:
                if each.package in one.packages or each.package in family.retired:
                    continue
                home = read.get(each.package)
                is_today = home and _is_today(home, one)
                where = _in_repository(each, home) if home and is_today else ""
                if family.stock and (where or not is_today):
                    where = _in_wheels(each, one, family.stock, where)
                if where:
                    yield self.found(
                        one.name,
                        each.path,
                        each.position,
                        each.ignored,
                        where=where,
                        dotted=each.dotted,
                    )


def _is_today(home: Repository, one: Repository) -> bool:
    """Return whether a repository may be given another as that stands today."""
    required = [r for r in one.requirements if r.distribution == home.distribution]
    for each in map(parsed, (r.text for r in required)):
        if (
            each
            and each.specifier
            and not (
                home.version and each.specifier.contains(home.version, prereleases=True)
            )
        ):
            # Of an older version it may have been told otherwise.
            return False
    return True


def _in_repository(each: Import, home: Repository) -> str:
    """Return the repository that has not got a name; empty: it has, or may have it."""
    packages = {above for module in home.modules for above in prefixes(module)}
    dotted = each.dotted
    if dotted in packages:
        return ""
    if each.module in packages:
        names = home.names.get(each.module, frozenset())
        if each.name in names or "*" in names or "__getattr__" in names:
            return ""
    return home.name


def _in_wheels(each: Import, one: Repository, stock: Stock, otherwise: str) -> str:
    """Return the distribution of which no allowed version has a name, and these."""
    for name in sorted(stock.brings(each.package)):
        versions = stock.versions(name)
        for text in (r.text for r in one.requirements if r.distribution == name):
            if required := parsed(text):
                versions = [*required.specifier.filter(versions)]
        surfaces = [stock.wheel(name, version).surface for version in versions]
        # Other distributions may add to a package without an __init__.py.
        if not versions or any(
            surface.reaches(each.dotted) or surface.is_open(each.package)
            for surface in surfaces
        ):
            return ""
        first, last = versions[0], versions[-1]
        otherwise = f"{name} {first}" + (f" to {last}" if first != last else "")
    return otherwise
