"""The status of a fleet, for people: a table, and remarks below it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from dr_refit.plural import counted
from dr_refit.report.columns import aligned
from dr_refit.report.helps import helps_all, migrates
from dr_refit.report.printable import printable, printable_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from dr_refit.fleet.model import FleetStatus, RepoStatus

_TEXTS: Final = ("repository", "version", "template")
_NUMBERS: Final = ("drift", "retired", "layers", "no cap")
_COLORS: Final = {
    "current": "green",
    "behind": "yellow",
    "drifted": "yellow",
    "unlinked": "magenta",
    "broken": "bold red",
}


def render(status: FleetStatus) -> str:
    """Return the table and the remarks as plain text."""
    headings = (*_TEXTS, *_NUMBERS, "updated")
    right = range(len(_TEXTS), len(headings) - 1)
    table = aligned([headings, *map(_row, status.statuses)], right)
    return "".join([table, "\n", *(f"{line}\n" for line in _remarks(status))])


def show(status: FleetStatus, console: Console) -> None:
    """Print the table and the remarks on a terminal, states in colour."""
    from rich.table import Table  # start-up time
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in _TEXTS:
        table.add_column(heading)
    for heading in _NUMBERS:
        table.add_column(heading, justify="right")
    table.add_column("updated")
    for one in status.statuses:
        cells = [Text(cell) for cell in _row(one)]
        cells[_TEXTS.index("template")].stylize(_COLORS[one.state])
        table.add_row(*cells)
    console.print(table)
    console.print()
    for line in _remarks(status):
        console.print(Text(line))


def _row(one: RepoStatus) -> tuple[str, ...]:
    state = f"{one.state} (held)" if one.repo.hold else one.state
    counts = [len(each) for each in (one.drift, one.left, one.violations, one.uncapped)]
    # Where something is unknown, no number is 0.
    numbers = [str(n) if n or not one.error else "-" for n in counts]
    if one.state == "unlinked":
        numbers[0] = "-"
    version = printable(one.version) or "-"
    return printable_path(one.repo.name), version, state, *numbers, one.updated or "-"


def _remarks(status: FleetStatus) -> Iterator[str]:
    for one in status.statuses:
        name = printable_path(one.repo.name)
        if one.error:
            yield f"{name}: {one.state}: {printable(one.error)}"
        if one.repo.hold:
            yield f"{name}: held: {printable(one.repo.hold)}"
        for note in one.notes:
            yield f"{name}: {printable(note)}"
        for edge in one.violations:
            yield f"{name}: {printable(edge.reason)}"
        if one.uncapped:
            listed = ", ".join(map(printable, one.uncapped))
            yield f"{name}: requirements without a cap: {listed}"
    yield _summary(status)
    every = [command for state in _COLORS for command in helps_all(status, state)]
    if command := migrates(status):
        every.append(command)
    yield from (f"run: {command}" for command in every)


def _summary(status: FleetStatus) -> str:
    counts = Counter[str](one.state for one in status.statuses)
    states = [f"{counts[state]} {state}" for state in _COLORS if counts[state]]
    held = sum(bool(one.repo.hold) for one in status.statuses)
    total = counted(len(status.statuses), "repository", "repositories")
    return (
        f"{total}, template {printable(status.newest)}: {', '.join(states) or 'none'}"
        f"{f' ({held} held)' if held else ''}."
    )
