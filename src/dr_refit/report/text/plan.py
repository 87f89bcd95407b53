"""A plan for people: its table, with what is left below each row; and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.report.columns import aligned
from dr_refit.report.diagnostics import change, status_of, told, with_commands
from dr_refit.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.plan.model import Order, PhaseProgress, Progress, RowProgress, Step

_HEADINGS = ("from", "to", "content", "status")


def render(progress: Progress) -> str:
    """Return the table, phase by phase."""
    rows = [row for phase in progress.phases for row in phase.rows]
    lines = aligned([_HEADINGS, *map(_cells, rows)]).splitlines()
    shown = iter(lines[1:])
    text = [f"  {lines[0]}"]
    for number, phase in enumerate(progress.phases, 1):
        text.append(f"{number}. {printable(phase.title)}: {_counted(phase)}")
        for row in phase.rows:
            text.append(f"  {next(shown)}")
            text += [f"      {line}" for line in left_of(row)]
    total = sum(len(phase.rows) for phase in progress.phases)
    done = sum(phase.done for phase in progress.phases)
    text.append("")
    if progress.since:
        changed = [row for row in rows if row.before]
        since = f"since {progress.since}"
        text += [f"{since}: {row.row.name}: {change(row)}" for row in changed]
    text.append(f"{printable(progress.plan.title)}: {done} of {total} rows are done.")
    return "".join(f"{line}\n" for line in text)


def _counted(phase: PhaseProgress) -> str:
    """Return how much of a phase is done."""
    return f"{phase.done} of {len(phase.rows)} done"


def _cells(row: RowProgress) -> tuple[str, ...]:
    one = row.row
    texts = (one.source, one.destination, one.content, status_of(row))
    return tuple(map(printable, texts))


def left_of(row: RowProgress) -> Iterator[str]:
    """Yield what is left of a row, and the commands that bring it forward."""
    for one, command in with_commands(row):
        yield printable(told(one))
        if command:
            yield f"$ {printable(command)}"


def render_order(order: Order) -> str:
    """Return the steps, each a command to copy: now, and what waits."""
    text = []
    heading = ""
    for number, step in enumerate(order.steps, 1):
        above = "Then:" if step.waits else "Now, breaking nobody:"
        if above != heading:
            text.append(heading := above)
        text += _step(number, step)
    return "".join(f"{line}\n" for line in text or ["Nothing is left to do."])


def _step(number: int, step: Step) -> Iterator[str]:
    yield f"{number:>3}. {printable(step.command or 'by hand: ' + step.why[0])}"
    rest = step.why if step.command else step.why[1:]
    yield from (f"     # {printable(why)}" for why in rest)
    yield from (f"     waits for {printable(why)}" for why in step.waits)
