"""The commands of `fleet` that know and show a fleet, and change no repository."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from dr_refit.cli import choices, complete, options
from dr_refit.cli.audit import asked, rules_of, run_audit
from dr_refit.cli.graph import graph
from dr_refit.cli.group import Command, examples
from dr_refit.cli.output import print_notes, print_status, write_page
from dr_refit.cli.progress import Progress
from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from dr_refit.cli.audit import Asked
    from dr_refit.cli.options import Output
    from dr_refit.fleet.job import RunOptions


@click.command(cls=Command)
@choices.fleet_file
@choices.run_status
@options.output
@click.option(
    "--html", metavar="FILE", help="Write the status as a page to this file, too."
)
@click.option(
    "--strict", is_flag=True, help="Exit with 1 where any file of the template differs."
)
def status(
    file: str, run: RunOptions, output: Output, html: str | None, *, strict: bool
) -> None:
    """Show how every repository stands: its template, its imports, its requirements.

    Exit code 1 where one is behind, drifted or unlinked; those on hold do not count.
    """
    from dr_refit.fleet import manifest, state
    from dr_refit.fleet.reports import measure
    from dr_refit.fleet.run import Run
    from dr_refit.report.formats import FORMATS

    work = Run(manifest.load(file), state.beside(file), run)
    with (
        work.state.owned(),
        Progress(len(work.repos), shown=not output.quiet, what="status") as progress,
    ):
        found = measure(work, progress.tick, strict=strict)
    if html is not None:
        write_page(html, FORMATS["html"](found))
    print_notes(work.targets.notes, output)
    print_status(found, output)
    raise SystemExit(found.exit_code)


@click.command("audit", cls=Command)
@choices.fleet_file
@click.argument(
    "repos",
    nargs=-1,
    metavar="[REPO]...",
    shell_complete=complete.repositories,
)
@choices.run_read
@asked
@options.output
def audit(
    *,
    file: str,
    repos: tuple[str, ...],
    run: RunOptions,
    asked: Asked,
    output: Output,
) -> None:
    """Find what belongs elsewhere in the repositories of the fleet (default: all).

    They are read where their branch stands; nothing of them is run. Exit code 1 where
    something is found, 2 where a repository could not be read.
    """
    from dataclasses import replace

    from dr_refit.fleet import manifest, state
    from dr_refit.fleet.family import gather
    from dr_refit.fleet.run import Run

    rules = rules_of(asked)
    fleet = manifest.load(file)
    work = Run(fleet, state.beside(file), replace(run, repos=repos))
    with (
        work.state.owned(),
        Progress(len(work.repos), shown=not output.quiet, what="audit") as progress,
    ):
        family = gather(work, rules, progress.tick)
    run_audit(family, asked, output, os.path.dirname(fleet.path))


@click.command("list", cls=Command)
@choices.fleet_file
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a CI matrix.")
def list_(file: str, *, as_json: bool) -> None:
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


@click.command(
    cls=Command,
    epilog=examples(
        "fleet add ../dr-hf --layer utility",
        "fleet add https://github.com/drothermel/datadec",
    ),
)
@choices.fleet_file
@click.argument("location", metavar="PATH|URL")
@click.option(
    "--name", help="Name of the project (default: the last part of PATH or URL)."
)
@click.option(
    "--layer",
    metavar="LAYER",
    help="Layer of the project (default: none, it may import any).",
)
def add(file: str, location: str, name: str | None, layer: str | None) -> None:
    """Add a repository to fleet.toml; comments and layout stay as they are."""
    from dr_refit.fleet import manifest
    from dr_refit.fleet.model import Repo

    if "://" not in location and not location.startswith("git@"):
        git = (".git", "HEAD")
        if not any(os.path.exists(os.path.join(location, each)) for each in git):
            hint = "name the folder of a clone, or a URL"
            raise RefitError(f"{location} is no git repository", hint)
        location = os.path.abspath(location)
    if name is None:
        last = location.rstrip("/").replace(":", "/").rpartition("/")[2]
        name = last.removesuffix(".git").lower()
    manifest.add(file, Repo(name=name, location=location, layer=layer or ""))
    click.echo(f"{name} is in {file} now", err=True)


@click.command(
    cls=Command, epilog=examples("fleet init https://github.com/drothermel/dr-refit")
)
@choices.fleet_file
@click.argument("template", required=False, metavar="[TEMPLATE]")
def init(file: str, template: str | None) -> None:
    """Write a first fleet.toml, for projects of a template: a git URL, or a clone.

    Without one, on a terminal, it is asked for.
    """
    from dr_refit.fleet import manifest, shipped

    if template is None and sys.stdin.isatty():
        template = click.prompt("Template", default=shipped.URL, err=True)
    if template is None:
        raise RefitError("no template is named", f"such as fleet init {shipped.URL}")
    if os.path.isdir(template):
        template = os.path.abspath(template)
    manifest.init(file, template)
    hint = "fleet new NAME makes a project, fleet add PATH|URL adds one"
    click.echo(f"{file} is there now: {hint}", err=True)


@click.command(cls=Command)
def template() -> None:
    """Print the commands that make a project alone, without a fleet."""
    from dr_refit.fleet import shipped

    click.echo('copier copy "$(fleet template-path)" NAME')
    click.echo('copier copy "$(fleet template-path application)" NAME')
    click.echo(f"copier copy {shipped.URL} NAME")
    if not shutil.which("copier"):
        hint = "copier is a program of its own: uv tool install copier"
        click.echo(f"hint: {hint}", err=True)


@click.command("template-path", cls=Command)
@click.argument(
    "kind", type=click.Choice(["project", "application"]), default="project"
)
def template_path(kind: str) -> None:
    """Print the folder of a template that came with dr-refit."""
    from dr_refit.fleet import shipped

    click.echo(shipped.folder(kind))


@click.command(
    cls=Command,
    epilog=examples(
        "fleet new ft-scaling",
        "fleet new ft-x --data layer=project --data data_source=none",
    ),
)
@choices.fleet_file
@click.argument("name")
@click.option(
    "--path",
    metavar="FOLDER",
    help="Folder for the new project (default: next to fleet.toml).",
)
@click.option(
    "--template",
    default="",
    shell_complete=complete.templates,
    metavar="NAME",
    help="Make it from [template.NAME] of fleet.toml (default: from [template]).",
)
@choices.answers
@choices.seconds
def new(
    *,
    file: str,
    name: str,
    path: str | None,
    template: str,
    answers: tuple[str, ...],
    seconds: float,
) -> None:
    """Make a project from the template, with its first commit, and add it.

    What is not given has the answer of fleet.toml, or the default. Where there is no
    fleet.toml one is written, for the template that comes with dr-refit. What is listed
    there, and is not there yet, is made as it is listed.
    """
    from dr_refit.fleet import manifest, shipped, state
    from dr_refit.fleet.create import NewProject, create

    given = choices.answered(answers)
    if "project_name" in given:
        what = f"--data project_name={given['project_name']} is not allowed"
        raise RefitError(what, "NAME is the answer")
    if first := not os.path.exists(file):
        manifest.init(file, shipped.URL)
    fleet = manifest.load(file)
    listed = (repo.location for repo in fleet.repositories if repo.name == name)
    beside = os.path.join(os.path.dirname(fleet.path), name)
    project = NewProject(
        name=name,
        path=os.path.abspath(path or next(filter(os.path.isabs, listed), beside)),
        answers=given,
        template=template,
    )
    found = state.beside(file)
    try:
        with found.owned():
            version = create(fleet, found, project, seconds=seconds)
    except BaseException:
        if first:
            os.unlink(file)
        raise
    shown = os.path.relpath(project.path)
    click.echo(f"{name} is in {shown} and in {file} now, made at {version}", err=True)


@click.command(cls=Command)
@click.option("--plan", is_flag=True, help="Print that of a plan.toml instead.")
def schema(*, plan: bool) -> None:
    """Print the JSON Schema of a fleet.toml, for editors."""
    import json

    from dr_refit.fleet import shape
    from dr_refit.plan import toml

    of = toml if plan else shape
    click.echo(json.dumps(of.json_schema(), indent=2))


#: In the order of a first day.
COMMANDS = (
    init,
    new,
    add,
    list_,
    status,
    audit,
    graph,
    schema,
    template,
    template_path,
)
