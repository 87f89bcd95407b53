"""Code that is about something which belongs to another package, or layer."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dr_refit.checks.model import Check
from dr_refit.codes import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Family, Found
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
            traces = sorted(one.traces, key=lambda t: (t.path, t.concern, t.position))
            by_file = groupby(traces, key=lambda t: (t.path, t.concern))
            for (path, name), group in by_file:
                found = [*group]
                concern = concerns[name]
                # Of a path, more than that is said where a line shows it, too.
                lines = [each for each in found if each.position.line]
                said = [
                    f"{each.text!r} in {_line(each.position)}" for each in lines[:_FEW]
                ]
                more = len(lines) - len(said)
                shown = ", ".join(said) + (f" and {more} more" if more else "")
                yield self.found(
                    one.name,
                    path,
                    (lines or found)[0].position,
                    title=concern.title,
                    homes=" or ".join(_homes(concern.homes, family)),
                    shown=shown or "the path says so",
                )


def _line(position: Position) -> str:
    cell = f" of cell {position.cell}" if position.cell else ""
    return f"line {position.line}{cell}"


def _homes(homes: frozenset[str], family: Family) -> Iterator[str]:
    for home in sorted(homes):
        article = "an" if home[0] in "aeiou" else "a"
        yield f"{article} {home}" if home in family.layers else home
