"""`fleet graph`: who builds on whom, as a picture."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from dr_refit.cli import choices
from dr_refit.cli.group import Command
from dr_refit.cli.progress import Progress
from dr_refit.errors import RefitError
from dr_refit.report.graph import DRAWINGS, ENDINGS

if TYPE_CHECKING:
    from dr_refit.checks.model import Family
    from dr_refit.fleet.job import RunOptions
    from dr_refit.report.graph.flow import Flow


@click.command(cls=Command)
@choices.fleet_file
@click.option(
    "--format",
    "form",
    type=click.Choice([*DRAWINGS]),
    help="Draw it so (default: as FILE ends, else mermaid).",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write it to this file (default: to standard output).",
)
@click.option(
    "--focus",
    metavar="REPO",
    help="Draw one repository, what it builds on, and what builds on it.",
)
@choices.run_read
def graph(
    *,
    file: str,
    form: str | None,
    output: str | None,
    focus: str | None,
    run: RunOptions,
) -> None:
    """Draw who imports and requires whom, layer by layer; violations are marked.

    Repositories are read where their branch stands. Exit code 1 where a file could not
    be read, 2 where a repository could not.
    """
    from dr_refit.checks.rules import shipped
    from dr_refit.fleet import manifest, state
    from dr_refit.fleet.family import gather
    from dr_refit.fleet.run import Run
    from dr_refit.report.graph.flow import of_family

    fleet = manifest.load(file)
    work = Run(fleet, state.beside(file), run)
    with (
        work.state.owned(),
        Progress(len(work.repos), shown=output is not None, what="graph") as progress,
    ):
        family = gather(work, shipped(), progress.tick)
    names = {repo.package: repo.name for repo in fleet.repositories}
    flow = of_family(family, names)
    if focus:
        flow = _focused(flow, focus)
    ending = os.path.splitext(output or "")[1]
    text = DRAWINGS[form or ENDINGS.get(ending, "mermaid")](flow)
    _write(output, text)
    raise SystemExit(_unread(family))


def _focused(flow: Flow, focus: str) -> Flow:
    """Return what is around a repository, or a package that has none."""
    from dr_refit.toml import nearest

    known = {flow.name(package): package for package in flow.packages}
    package = known.get(focus, focus)
    if package not in flow.packages:
        hint = nearest(focus, known, f"there are: {', '.join(known) or 'none'}")
        raise RefitError(f"there is no {focus} in the picture", hint)
    return flow.only(flow.around(package))


def _write(path: str | None, text: str) -> None:
    if path is None:
        click.echo(text, nl=False)
        return
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "write elsewhere") from None


def _unread(family: Family) -> int:
    """Print what is not in the picture, and return the exit code."""
    from dr_refit.report.printable import printable

    files = [found for one in family.repositories for found in one.unread]
    for repository, path, finding in (*family.unread, *files):
        where = repository if path == "." else f"{repository}: {path}"
        click.echo(
            f"not drawn: {printable(where)}: {printable(finding.message)}", err=True
        )
    return 2 if family.unread else int(bool(files))
