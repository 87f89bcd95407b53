"""The values of a plan: phases of rows, measured, and the order of what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.plan.kind import Asked
    from dr_refit.plan.verdict import Left


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """An open question of a plan."""

    name: str
    question: str
    #: Answer -> what follows from it.
    options: Mapping[str, str]
    #: The answer; empty: it is still open.
    choice: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of the plan's table."""

    name: str
    #: The columns.
    content: str
    source: str = ""
    destination: str = ""
    checks: tuple[Asked, ...]
    #: Switch -> the answer for which it is part of the plan.
    when: Mapping[str, str] = field(default_factory=dict, hash=False)
    #: Rows that have to be done before.
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """A phase of a plan."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A `plan.toml`."""

    title: str
    phases: tuple[Phase, ...]
    switches: tuple[Switch, ...] = ()


#: done: all of it is true. open: something is known to be left. not measured: nothing
#: is known to be left, and something could not be found out.
State = Literal["done", "open", "not measured"]
STATES: tuple[State, ...] = get_args(State)


class Before(NamedTuple):
    """What a row was."""

    state: State
    #: How much was left of it.
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RowProgress:
    """A row, measured."""

    row: Row
    said: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    #: What it was before the last change of the plan; None: the same, or not there.
    before: Before | None = None

    @property
    def state(self) -> State:
        """How far it is."""
        if not self.left:
            return "done"
        return "open" if any(one.measured for one in self.left) else "not measured"

    @property
    def size(self) -> int:
        """How much is known to be left: places, or what has none."""
        return sum(len(one.places) or 1 for one in self.left if one.measured)


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseProgress:
    """A phase, measured."""

    title: str
    rows: tuple[RowProgress, ...]

    @property
    def done(self) -> int:
        """How many rows are done."""
        return sum(one.state == "done" for one in self.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """A plan, measured."""

    plan: Plan
    phases: tuple[PhaseProgress, ...]
    #: The day to which `before` of the rows refers, ISO 8601; empty: none is known.
    since: str = ""
    #: Repositories that could not be read, though they are to be there.
    unread: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """2: a repository could not be read; 1: something is open; else 0."""
        if self.unread:
            return 2
        return int(any(phase.done < len(phase.rows) for phase in self.phases))


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Something to do: one command, or a person's own work."""

    #: Where it belongs in the plan: rows, with what is left of them.
    rows: tuple[str, ...]
    why: tuple[str, ...]
    repository: str = ""
    command: str = ""
    #: Why not now; empty: it breaks nobody.
    waits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """All that is left, in an order in which nobody is broken."""

    steps: tuple[Step, ...]
    #: Repositories that could not be read, though they are to be there.
    unread: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """2: a repository could not be read; 1: something is left; else 0."""
        return 2 if self.unread else int(bool(self.steps))
