"""Names of lower layers that a module has for others: callers import them directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.checks.model import Check
from dr_refit.codes import Code
from dr_refit.names import leaf, parent, root

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.checks.model import Family, Found, Import, Repository


class ReExport(Check):
    """{name} of {home} is handed on: import it from there where it is used."""

    code = Code.RE_EXPORTED_NAME

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the names of the family's other packages that modules hand on."""
        others = {one.package for one in family.members} | family.retired
        for one in family.repositories:
            moved = _moved(one, family)
            for each in one.handed_on:
                home = each.module
                if each.package in one.packages or each.package == one.package:
                    # Below, a package may have an `__init__` as it likes.
                    is_top = each.importer in one.packages
                    home = moved.get(each.name, "") if is_top else ""
                elif each.package not in others:
                    continue
                if home:
                    yield self.found(
                        one.name,
                        each.path,
                        each.position,
                        each.ignored,
                        name=_name(each),
                        home=home,
                    )


def _name(each: Import) -> str:
    return "every name" if each.name == "*" else each.name or leaf(each.module)


def _moved(one: Repository, family: Family) -> Mapping[str, str]:
    """Map the names of a retired package that moved to the modules that have them."""
    found: dict[str, str] = {}
    for each in family.migrations:
        for move in each.moves:
            if root(move.old) in one.packages and root(move.new) not in one.packages:
                names = dict.fromkeys(move.names or (), move.new)
                found |= names or {leaf(move.old): parent(move.new)}
    return found
