"""All checks of a family: which are made, and what of it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dr_refit.checks.absent import Absent
from dr_refit.checks.concerns import Misplaced
from dr_refit.checks.cycles import ImportCycle
from dr_refit.checks.layers import LayerViolation
from dr_refit.checks.model import Audit
from dr_refit.checks.moved import MovedCode
from dr_refit.checks.reexports import ReExport
from dr_refit.checks.requirements import Undeclared, Unused
from dr_refit.checks.unplaced import Unplaced
from dr_refit.checks.unused import UnusedName

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dr_refit.checks.baseline import Accepted
    from dr_refit.checks.model import Check, Family, Found

#: To add one: a module with a `Check`, and its line here.
CHECKS: Final[tuple[Check, ...]] = (
    LayerViolation(),
    Unplaced(),
    Undeclared(),
    Unused(),
    Misplaced(),
    MovedCode(),
    ReExport(),
    ImportCycle(),
    Absent(),
    UnusedName(),
)


def audit(
    family: Family,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    baseline: Sequence[Accepted] = (),
) -> Audit:
    """Make the checks whose codes are selected (none: all), but for ignored ones."""
    chosen = [
        one
        for one in CHECKS
        if (not select or one.code in select) and one.code not in ignore
    ]
    silenced = {one.name: one.ignored for one in family.repositories}
    said = [*family.unread]
    said += [found for one in family.repositories for found in one.unread]
    said += [found for check in chosen for found in check.find(family)]
    every = {
        one
        for one in said
        if not one.ignored
        and one.finding.code not in silenced.get(one.repository, {}).get(one.path, ())
    }
    found = [one for one in every if not any(each.takes(one) for each in baseline)]
    codes = {one.code for one in chosen}
    stale = [
        f"{each.line}: nothing is found any more that this accepts: delete it"
        for each in baseline
        if each.code in codes and not any(map(each.takes, every))
    ]
    return Audit(
        found=tuple(sorted(found, key=_order)),
        accepted=len(every) - len(found),
        said=tuple(stale),
    )


def _order(found: Found) -> tuple[str, str, tuple[int, int, int, str], str]:
    finding = found.finding
    return found.repository, found.path, finding.order(), finding.message
