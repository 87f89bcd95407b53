"""Code that is about something which belongs to another package, or layer."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dr_refit.checks.model import LAYERS, Check
from dr_refit.codes import Code
from dr_refit.names import import_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Family, Found, Repository
    from dr_refit.checks.rules import Concern
    from dr_refit.checks.said import Trace
    from dr_refit.findings import Position

#: How many of what shows it a message names.
_FEW = 3


class Misplaced(Check):
    """Code about {title} belongs to {homes}: {shown}."""

    code = Code.MISPLACED_CODE

    def find(self, family: Family) -> Iterator[Found]:
        """Yield a finding per file and concern: the lines that show it."""
        concerns = {one.name: one for one in family.rules.concerns}
        for one in family.repositories:
            traces = [
                t for t in one.traces if _counts(t, concerns[t.concern], one, family)
            ]
            traces.sort(key=lambda t: (t.path, t.concern, t.position))
            by_file = groupby(traces, key=lambda t: (t.path, t.concern))
            for (path, name), group in by_file:
                found = [*group]
                concern = concerns[name]
                # Of a path, more than that is said where a line shows it, too.
                lines = [each for each in found if each.position.line]
                said = [
                    f"{each.text!r} in {_line(each.position)}" for each in lines[:_FEW]
                ]
                said += [_line(each.position) for each in lines[_FEW:]]
                yield self.found(
                    one.name,
                    path,
                    (lines or found)[0].position,
                    title=concern.title,
                    homes=" or ".join(_homes(concern.homes, family)),
                    shown=", ".join(said) or "the path says so",
                )


def _counts(trace: Trace, concern: Concern, one: Repository, family: Family) -> bool:
    """Return whether something shows that code is misplaced.

    Where its layer is not known, or is none of ours, a layer may be the home. Who
    requires a home of the concern imports what that is about.
    """
    unknown = {*LAYERS} - {*family.layers} if one.layer else LAYERS
    if concern.homes & {*unknown}:
        return False
    required = {import_name(r.distribution) for r in one.requirements}
    return not trace.is_import or not concern.homes & required


def _line(position: Position) -> str:
    cell = f" of cell {position.cell}" if position.cell else ""
    return f"line {position.line}{cell}"


def _homes(homes: frozenset[str], family: Family) -> Iterator[str]:
    yield from sorted(homes - {*family.layers})
    for layer in family.layers:
        if layer in homes:
            yield f"{'an' if layer[0] in 'aeiou' else 'a'} {layer}"
