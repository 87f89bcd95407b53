"""The commands of `fleet` that measure a plan."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dr_refit.cli import choices, options
from dr_refit.cli.group import Command
from dr_refit.cli.output import write_page
from dr_refit.cli.progress import Progress
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from dr_refit.cli.options import Output
    from dr_refit.fleet.job import RunOptions
    from dr_refit.plan.model import Progress as Measured
    from dr_refit.wheels.stock import Stock


class Wanted(NamedTuple):
    """Which plan, and where distributions are looked up."""

    plan: str | None
    registry: bool
    wheels: str | None

    @property
    def stock(self) -> Stock | None:
        """Where distributions are looked up; None: nowhere. Raises RefitError."""
        from dr_refit.wheels.stock import Folder, Registry

        if self.wheels:
            return Folder(self.wheels)
        return Registry() if self.registry else None


_wanted = options.grouped(
    "wanted",
    Wanted,
    click.option(
        "--plan",
        metavar="FILE",
        help="Read this plan (default: the plan.toml beside the fleet.toml).",
    ),
    click.option(
        "--registry",
        is_flag=True,
        help="Ask the package registry what is published (default: not measured).",
    ),
    click.option(
        "--wheels",
        metavar="FOLDER",
        help="Look at the wheels in this folder instead of the registry.",
    ),
)


@click.command(cls=Command)
@choices.fleet_file
@_wanted
@choices.run_read
@options.output
@click.option(
    "--write",
    metavar="FILE.md",
    help="Refresh the table between <!-- plan:begin --> and <!-- plan:end --> in this"
    " file, too, or make it.",
)
@click.option("--html", metavar="FILE", help="Write a page with a card per phase, too.")
def plan(
    file: str,
    wanted: Wanted,
    run: RunOptions,
    output: Output,
    write: str | None,
    html: str | None,
) -> None:
    """Measure how much of a plan is true today, row by row.

    Exit code 1 while something is open, or could not be measured; 2 where a repository
    could not be read.
    """
    from dr_refit.report import table
    from dr_refit.report.formats import FORMATS

    result, _ = _measured(file, wanted, run, quiet=output.quiet, remember=True)
    if html is not None:
        write_page(html, FORMATS["html"](result))
    if write is not None:
        table.refresh(write, result)
    if not output.quiet or output.format != "text":
        click.echo(FORMATS[output.format](result), nl=False)
    raise SystemExit(result.exit_code)


@click.command("next", cls=Command)
@choices.fleet_file
@_wanted
@choices.run_read
@options.output
def next_(file: str, wanted: Wanted, run: RunOptions, output: Output) -> None:
    """List what is left of a plan in an order in which nobody is broken.

    Each step is a command to copy. Exit code 1 while there is one; 2 where a repository
    could not be read.
    """
    from dr_refit.plan.order import order
    from dr_refit.report.formats import FORMATS

    found, names = _measured(file, wanted, run, quiet=output.quiet, remember=False)
    result = replace(order(found.phases, names), unread=found.unread)
    if not output.quiet or output.format != "text":
        click.echo(FORMATS[output.format](result), nl=False)
    raise SystemExit(result.exit_code)


def _measured(
    file: str, wanted: Wanted, options: RunOptions, *, quiet: bool, remember: bool
) -> tuple[Measured, list[str]]:
    """Measure the plan; return it, and the repositories in their order.

    `remember`: the next run says what has changed since this one.
    """
    from datetime import UTC, datetime

    from dr_refit.fleet import manifest, state
    from dr_refit.fleet.run import Run
    from dr_refit.plan import history, toml
    from dr_refit.plan.measure import measure
    from dr_refit.plan.model import Progress as Measured
    from dr_refit.plan.survey import survey

    beside = os.path.join(os.path.dirname(file), toml.NAME)
    plan = toml.load(wanted.plan or beside)
    work = Run(manifest.load(file), state.beside(file), options)
    with (
        work.state.owned(),
        Progress(len(work.repos), shown=not quiet, what="plan") as progress,
        survey(work, wanted.stock, progress.tick) as world,
    ):
        phases, failed = measure(plan, world), world.failed
        today = datetime.now(UTC).date().isoformat()
        known = history.read(work.state.plan).after(phases, today)
        if remember:
            history.write(work.state.plan, known)
    compared = history.compared(phases, known.before)
    result = Measured(plan=plan, phases=compared, since=known.before.day, unread=failed)
    return result, [repo.name for repo in work.repos]


COMMANDS = (plan, next_)
