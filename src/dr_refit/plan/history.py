"""What was true the last time: the state of a plan from run to run."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError
from dr_refit.plan.model import STATES, Before
from dr_refit.records import NamedTuple
from dr_refit.tree.write import create

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.plan.model import PhaseProgress


class Snapshot(NamedTuple):
    """What was true on a day: of each row its state, and how much was left."""

    day: str = ""
    rows: Mapping[str, Before] = MappingProxyType({})


class History(NamedTuple):
    """What is true since the last change, and what was before it."""

    now: Snapshot = Snapshot()
    before: Snapshot = Snapshot()

    def after(self, phases: Sequence[PhaseProgress], today: str) -> History:
        """Return the history with what was measured today.

        While nothing changes, what it is compared with stays; of what was not measured
        today, what was known counts.
        """
        rows = {
            row.row.name: self.now.rows.get(row.row.name, Before(row.state, row.size))
            if row.state == "not measured"
            else Before(row.state, row.size)
            for phase in phases
            for row in phase.rows
        }
        if rows == self.now.rows:
            return self
        return History(Snapshot(today, rows), self.now)


def compared(
    phases: Sequence[PhaseProgress], before: Snapshot
) -> tuple[PhaseProgress, ...]:
    """Return the phases with what their rows were before, where that differs."""
    return tuple(
        replace(
            phase,
            rows=tuple(
                replace(row, before=was)
                if row.state != "not measured"
                and (was := before.rows.get(row.row.name))
                and was != (row.state, row.size)
                else row
                for row in phase.rows
            ),
        )
        for phase in phases
    )


def read(path: str) -> History:
    """Read the history; where there is none, or something else, it begins."""
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        return History(*map(_snapshot, (data["now"], data["before"])))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return History()


def _snapshot(data: Any) -> Snapshot:
    rows = {str(name): Before(*was) for name, was in data["rows"].items()}
    if any(
        was.state not in STATES or type(was.size) is not int for was in rows.values()
    ):
        raise ValueError(rows)
    return Snapshot(str(data["day"]), rows)


def write(path: str, history: History) -> None:
    """Write the history, whole or not at all. Raises RefitError."""
    data = {
        key: {"day": one.day, "rows": dict(one.rows)}
        for key, one in history._asdict().items()
    }
    try:
        create(path, json.dumps(data).encode())
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "free some space") from None
