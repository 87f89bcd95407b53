"""A plan, measured: what is left of every row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.plan.model import PhaseProgress, Row, RowProgress
from dr_refit.plan.verdict import Left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.plan.kind import Asked
    from dr_refit.plan.model import Phase, Plan, Switch
    from dr_refit.plan.world import World


def measure(plan: Plan, world: World) -> tuple[PhaseProgress, ...]:
    """Measure the rows that are part of a plan as its switches are.

    A question that is open stands for the rows that depend on it, where the first of
    them would.
    """
    switches = {one.name: one for one in plan.switches}
    undecided = {one.name for one in plan.switches if not one.choice}
    phases = []
    for phase in plan.phases:
        rows = tuple(_rows(phase, world, switches, undecided))
        phases.append(PhaseProgress(title=phase.title, rows=rows))
    return tuple(phases)


def _rows(
    phase: Phase, world: World, switches: dict[str, Switch], undecided: set[str]
) -> Iterator[RowProgress]:
    for row in phase.rows:
        open_ones = [name for name in row.when if not switches[name].choice]
        for name in open_ones:
            if name in undecided:
                undecided.discard(name)
                yield _question(switches[name])
        if not open_ones and all(
            switches[name].choice == answer for name, answer in row.when.items()
        ):
            yield _measured(row, world)


def _question(switch: Switch) -> RowProgress:
    row = Row(name=switch.name, content=f"Open question: {switch.name}", checks=())
    options = ", ".join(switch.options)
    left = Left(why=f"{switch.question} choice = one of {options}")
    return RowProgress(row=row, left=(left,))


def _measured(row: Row, world: World) -> RowProgress:
    said: list[str] = []
    left: list[Left] = []
    for asked in row.checks:
        verdict = asked.check.measure(world)
        if verdict.said and not verdict.left:
            said.append(verdict.said)
        left += [_with_command(one, asked) for one in verdict.left]
    return RowProgress(
        row=row, said=tuple(dict.fromkeys(said)), left=tuple(dict.fromkeys(left))
    )


def _with_command(left: Left, asked: Asked) -> Left:
    own = asked.command if left.measured else ""
    return replace(left, command=own or left.command)
