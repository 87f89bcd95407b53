"""The commands of `fleet` that know and show a fleet, and change no repository."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal

import click

from dr_refit.cli.group import Command
from dr_refit.errors import RefitError
from dr_refit.fleet.model import LAYERS
from dr_refit.report.formats import FORMATS

if TYPE_CHECKING:
    from dr_refit.fleet.model import FleetStatus


def _found(_context: click.Context, _option: click.Parameter, file: str | None) -> str:
    from dr_refit.fleet import manifest

    return file or manifest.find()


file_option = click.option(
    "--file",
    metavar="FILE",
    callback=_found,
    help="The fleet (default: the nearest fleet.toml, here or in a folder above).",
)


@click.command(cls=Command)
@file_option
@click.option("--repos", multiple=True, metavar="NAME", help="Only these.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), default=0, help="0: all cores."
)
@click.option(
    "--output-format",
    "output",
    type=click.Choice(FORMATS),
    default="text",
)
@click.option("--html", metavar="FILE", help="Write a page to look at, too.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def status(
    *,
    file: str,
    repos: tuple[str, ...],
    jobs: int,
    output: str,
    html: str | None,
    color: Literal["auto", "always", "never"],
) -> None:
    """Show how every repository stands: its template, its imports, its requirements.

    Exit code 1 where one is behind, drifted or unlinked; those on hold do not count.
    """
    from dr_refit.cli.progress import Progress
    from dr_refit.fleet import manifest, state
    from dr_refit.fleet.job import RunOptions
    from dr_refit.fleet.reports import measure
    from dr_refit.fleet.run import Run

    fleet = manifest.load(file)
    options = RunOptions(repos=repos, jobs=jobs or len(os.sched_getaffinity(0)))
    run = Run(fleet, state.beside(file), options)
    with (
        run.state.owned(),
        Progress(len(run.repos), shown=True, what="status") as progress,
    ):
        found = measure(run, progress.tick)
    if html is not None:
        from dr_refit.report.html import render

        try:
            with open(html, "w", encoding="utf-8") as page:
                page.write(render(found))
        except OSError as error:
            raise RefitError(f"{html}: {error.strerror}", "write elsewhere") from None
    _print(found, output, color)
    raise SystemExit(found.exit_code)


def _print(found: FleetStatus, output: str, color: str) -> None:
    if output == "text" and (
        color == "always" or (color == "auto" and sys.stdout.isatty())
    ):
        from rich.console import Console

        from dr_refit.report.text.status import show

        show(found, Console(force_terminal=True if color == "always" else None))
        return
    click.echo(FORMATS[output](found), nl=False)


@click.command("list", cls=Command)
@file_option
@click.option("--json", "as_json", is_flag=True, help="For a matrix of CI jobs.")
def list_(*, file: str, as_json: bool) -> None:
    """List the repositories."""
    from dr_refit.fleet import manifest

    repositories = manifest.load(file).repositories
    if as_json:
        import json

        keys = ("name", "package", "layer", "location", "hold")
        listed = [{key: getattr(repo, key) for key in keys} for repo in repositories]
        click.echo(json.dumps(listed))
        return
    from dr_refit.report.columns import aligned

    rows = [(repo.name, repo.layer, repo.location) for repo in repositories]
    click.echo(aligned(rows), nl=False)


@click.command(cls=Command)
@file_option
@click.argument("place", metavar="PATH|URL")
@click.option("--name", help="The project's name; else the last part of its place.")
@click.option("--layer", type=click.Choice(LAYERS), help="Its layer.")
def add(*, file: str, place: str, name: str | None, layer: str | None) -> None:
    """Add a repository to fleet.toml; comments and layout stay as they are."""
    from dr_refit.fleet import manifest
    from dr_refit.fleet.model import Repo

    if "://" not in place and not place.startswith("git@"):
        if not any(os.path.exists(os.path.join(place, n)) for n in (".git", "HEAD")):
            hint = "name the folder of a clone, or a URL"
            raise RefitError(f"{place} is no git repository", hint)
        place = os.path.abspath(place)
    if name is None:
        last = place.rstrip("/").replace(":", "/").rpartition("/")[2]
        name = last.removesuffix(".git").lower()
    manifest.add(file, Repo(name=name, location=place, layer=layer or ""))
    click.echo(f"{name} is in {file} now", err=True)


@click.command(cls=Command)
@file_option
@click.argument("name")
@click.option("--path", metavar="FOLDER", help="Not beside fleet.toml, but there.")
@click.option(
    "--data",
    "answers",
    multiple=True,
    metavar="QUESTION=ANSWER",
    help="Instead of the default; as for `copier copy`.",
)
def new(*, file: str, name: str, path: str | None, answers: tuple[str, ...]) -> None:
    """Make a project from the template, with its first commit, and add it.

    What is not given has the answer of fleet.toml, or the default.
    """
    from dr_refit.fleet import manifest
    from dr_refit.fleet.create import NewProject, create
    from dr_refit.fleet.state import beside

    given = {}
    for each in answers:
        question, equals, answer = each.partition("=")
        if not equals or question == "project_name":
            hint = "write --data QUESTION=ANSWER; the name stands before it"
            raise RefitError(f"--data {each} is no answer", hint)
        given[question] = answer
    fleet = manifest.load(file)
    folder = os.path.dirname(fleet.path)
    place = os.path.abspath(path) if path else os.path.join(folder, name)
    wanted = NewProject(name=name, place=place, answers=given)
    state = beside(file)
    with state.owned():
        version = create(fleet, state, wanted)
    shown = os.path.relpath(place)
    click.echo(f"{name} is in {shown} and in {file} now, made at {version}", err=True)


@click.command(cls=Command)
def schema() -> None:
    """Print the JSON Schema of a fleet.toml, for editors."""
    import json

    from dr_refit.fleet import manifest

    click.echo(json.dumps(manifest.json_schema(), indent=2))


#: In the order of a first day.
COMMANDS = (new, add, list_, status, schema)
