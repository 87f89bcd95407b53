"""`fleet graph`: who builds on whom, as a picture."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dr_refit.cli import choices
from dr_refit.cli.group import Command
from dr_refit.cli.progress import Progress
from dr_refit.errors import RefitError
from dr_refit.report.graph import DRAWINGS, ENDINGS
from dr_refit.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dr_refit.checks.model import Family
    from dr_refit.fleet.job import RunOptions
    from dr_refit.fleet.operations.compare import Compared
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
@click.option(
    "--affected",
    "since",
    metavar="SINCE",
    help="Draw what is touched by all that differs since a tag or a commit, in the"
    " order of release; with --focus: by what differs there.",
)
@choices.run_read
def graph(
    *,
    file: str,
    form: str | None,
    output: str | None,
    focus: str | None,
    since: str | None,
    run: RunOptions,
) -> None:
    """Draw who imports and requires whom, layer by layer; violations are marked.

    Repositories are read where their branch stands. Exit code 1 where a file could not
    be read, 2 where a repository could not.
    """
    from dr_refit.checks.rules import shipped
    from dr_refit.fleet import manifest, state
    from dr_refit.fleet.family import changes, gather
    from dr_refit.fleet.run import Run
    from dr_refit.report.graph.flow import of_family

    form = form or _form(output)
    fleet = manifest.load(file)
    work = Run(fleet, state.beside(file), run)
    compared: list[Compared] = []
    with (
        work.state.owned(),
        Progress(len(work.repos), shown=output is not None, what="graph") as progress,
    ):
        if since:
            chosen = replace(run, repos=(focus,) if focus else ())
            compared += changes(Run(fleet, work.state, chosen), since)
        family = gather(work, shipped(), progress.tick)
    flow = of_family(family, {repo.package: repo.name for repo in fleet.repositories})
    if since:
        flow = _affected(flow, family, compared)
    elif focus:
        flow = _focused(flow, focus)
    _write(output, DRAWINGS[form](flow))
    raise SystemExit(_unread(family, [one for one in compared if one.error]))


def _form(output: str | None) -> str:
    """Return the format that the name of a file says."""
    if output is None:
        return "mermaid"
    ending = os.path.splitext(output)[1]
    if ending not in ENDINGS:
        hint = f"add --format, or end it in one of {', '.join(ENDINGS)}"
        raise RefitError(f"{output}: its name says no format", hint)
    return ENDINGS[ending]


def _affected(flow: Flow, family: Family, compared: Iterable[Compared]) -> Flow:
    """Return what a change touches, and print in which order and why."""
    from dr_refit.checks.affected import affected

    paths = {one.repo.name: one.paths or () for one in compared}
    notes = {}
    for number, one in enumerate(affected(family, paths), start=1):
        what = "changed" if one.changed else "touched" if one.installed else "uses it"
        notes[one.package] = f"{number}. {what}"
        said = f"{number}. {flow.name(one.package)}: {one.why}"
        click.echo(printable(said), err=True)
    if not notes:
        click.echo("nothing differs that is installed", err=True)
    return replace(flow.only(notes), notes=notes)


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


def _unread(family: Family, compared: Sequence[Compared]) -> int:
    """Print what is not in the picture, and return the exit code."""
    files = [found for one in family.repositories for found in one.unread]
    for repository, path, finding, _ in (*family.unread, *files):
        where = repository if path == "." else f"{repository}: {path}"
        said = f"not drawn: {printable(where)}: {printable(finding.message)}"
        click.echo(said, err=True)
    for one in compared:
        said = f"not compared: {printable(one.repo.name)}: {printable(one.error)}"
        click.echo(said, err=True)
    return 2 if family.unread or compared else int(bool(files))
