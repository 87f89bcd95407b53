"""`fleet`: options in, exit code out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from dr_refit import __version__
from dr_refit.cli import manage
from dr_refit.cli.group import Group
from dr_refit.report.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dr_refit.fleet.job import Operation
    from dr_refit.fleet.model import FleetReport, RepoResult


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fleet")
def main() -> None:
    """Bring every repository to the newest template and the newest imports.

    Exit codes: 0 done; 1 behind, drifted, or something is left for a person; 2
    something failed.
    """


def _options[F: Callable[..., Any]](*options: Callable[[F], F]) -> Callable[[F], F]:
    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


_file = manage.file_option
_output = _options(
    click.option(
        "--output-format",
        "output",
        type=click.Choice(FORMATS),
        default="text",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
)
_push = _options(
    click.option("--push", is_flag=True, help="Push the branches, with lease."),
    click.option(
        "--pr",
        "pull_request",
        is_flag=True,
        help="Push, and open pull requests with gh or glab.",
    ),
)
_which = _options(
    click.option("--repos", multiple=True, metavar="NAME", help="Only these."),
    click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=None,
        help="Only so many, the first of the file.",
    ),
    click.option(
        "-j", "--jobs", type=click.IntRange(min=0), default=0, help="0: all cores."
    ),
    click.option(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="Work on a Dask cluster, tcp://…, instead of on this machine.",
    ),
    click.option("--dry-run", "dry", is_flag=True, help="Publish nothing."),
    _push,
)
_timeout = click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(min=1),
    default=120,
    help="Seconds that one render of the template may take.",
)


@main.command()
@_file
@click.option(
    "--to", "version", default="", metavar="VERSION", help="Not the newest version."
)
@_which
@_timeout
@_output
def update(**options: Any) -> None:
    """Make branches `template/VERSION` with the template's newest version merged in.

    A conflict makes no branch: it is listed, with the command that resolves it.
    """
    from dr_refit.fleet.operations.update import UPDATE

    raise SystemExit(_run(UPDATE, None, **options).exit_code)


@main.command()
@_file
@click.argument("repo")
@click.option(
    "--to", "version", default="", metavar="VERSION", help="Not the newest version."
)
@_timeout
@_output
def diff(repo: str, **options: Any) -> None:
    """Show what the template would change, and what the project changed against it."""
    from dr_refit.fleet.operations.diff import DIFF

    report = _run(DIFF, None, repos=(repo,), dry=True, **options)
    raise SystemExit(report.exit_code)


@main.command()
@_file
@click.argument("repo")
@click.option(
    "--to", "version", default="", metavar="VERSION", help="Not the newest version."
)
@click.option("--abort", is_flag=True, help="Give the merge up.")
@click.option("--no-tool", is_flag=True, help="Start no merge tool.")
@_push
@_timeout
@_output
def resolve(repo: str, *, abort: bool, no_tool: bool, **options: Any) -> None:
    """Merge the conflicts of one repository in a private work tree, then publish.

    On a terminal your merge tool is started (git config merge.tool). How you merged is
    remembered, and offered to the other repositories.
    """
    from dr_refit.fleet import state
    from dr_refit.fleet.merge_session import run_merge_tool
    from dr_refit.fleet.operations.resolve import RESOLVE, ResolveOptions

    asked = ResolveOptions(abort=abort)
    report = _run(RESOLVE, asked, repos=(repo,), **options)
    if report.exit_code == 1 and not no_tool and sys.stdin.isatty():
        run_merge_tool(state.beside(options["file"]), repo)
        report = _run(RESOLVE, ResolveOptions(), repos=(repo,), **options)
    raise SystemExit(report.exit_code)


@main.command()
@_file
@click.option("--dry-run", "dry", is_flag=True, help="Take nothing back.")
@_output
def undo(*, file: str, dry: bool, output: str, quiet: bool) -> None:
    """Take back the branches of the last run, where they are still as it left them."""
    from dr_refit.fleet import manifest, state
    from dr_refit.fleet import undo as undoing

    manifest.load(file)
    found = state.beside(file)
    with found.owned():
        report = undoing.undo(found, dry=dry)
    _print(report, output, quiet=quiet)
    raise SystemExit(report.exit_code)


@main.command()
@_file
@click.argument("migrations", nargs=-1, metavar="[ID]...")
@_which
@_output
def migrate(migrations: Sequence[str], **options: Any) -> None:
    """Make branches `migrate/ID` with the imports of retired packages rewritten.

    Without an ID: all migrations, or those that fleet.toml names for a repository.
    """
    from dr_refit.fleet.migrate import MIGRATE, MigrateOptions

    chosen = MigrateOptions(migrations=tuple(dict.fromkeys(migrations)))
    report = _run(MIGRATE, chosen, **options)
    raise SystemExit(report.exit_code)


@main.command()
@_file
@click.argument("repo")
@click.option(
    "--base",
    metavar="VERSION",
    help="The version it was made from, or `none`; found out where it is not given.",
)
@click.option(
    "--to", "version", default="", metavar="VERSION", help="Not the newest version."
)
@click.option("--dry-run", "dry", is_flag=True, help="Publish nothing.")
@_push
@_timeout
@_output
def adopt(repo: str, *, base: str | None, **options: Any) -> None:
    """Link a repository that was not, or is not known to be, made from the template.

    Nothing is overwritten: what differs becomes a conflict for `fleet resolve`.
    """
    from dr_refit.fleet.operations.adopt import ADOPT, NONE, AdoptOptions

    chosen = AdoptOptions(base=base or "")
    report = _run(ADOPT, chosen, repos=(repo,), **options)
    choices = [version for version, _ in report.results[0].choices]
    if choices and sys.stdin.isatty():
        kind = click.Choice([*choices, NONE])
        base = click.prompt("Which was it made from?", type=kind, err=True)
        chosen = AdoptOptions(base=base or "")
        report = _run(ADOPT, chosen, repos=(repo,), **options)
    raise SystemExit(report.exit_code)


def _run[O](
    operation: Operation[O, RepoResult],
    chosen: O,
    *,
    file: str,
    output: str,
    quiet: bool,
    repos: Sequence[str] = (),
    limit: int | None = None,
    jobs: int = 0,
    push: bool = False,
    pull_request: bool = False,
    **rest: Any,
) -> FleetReport:
    """Do an operation for all that are meant, and report."""
    from dr_refit.cli.progress import Progress
    from dr_refit.fleet import manifest, reports, state
    from dr_refit.fleet.job import RunOptions
    from dr_refit.fleet.run import Run

    fleet = manifest.load(file)
    options = RunOptions(
        repos=tuple(repos),
        limit=limit or 0,
        jobs=jobs or os.cpu_count() or 1,
        push=push or pull_request,
        pull_request=pull_request,
        **rest,
    )
    run = Run(fleet, state.beside(file), options)
    with (
        run.state.owned(),
        Progress(len(run.repos), shown=not quiet, what=operation.name) as progress,
    ):
        report = reports.report(operation, run, chosen, progress.tick)
    _print(report, output, quiet=quiet)
    return report


def _print(report: FleetReport, output: str, *, quiet: bool) -> None:
    from dr_refit.report.diff import harmless

    for result in report.results if output == "text" else ():
        text = harmless(result.diff) if sys.stdout.isatty() else result.diff
        click.echo(text, nl=False)
    # As with codemod: what is for programs on stdout, what is for people beside it.
    silent = quiet or (report.operation == "diff" and not report.exit_code)
    if output != "text" or not silent or report.exit_code == 2:
        click.echo(FORMATS[output](report), nl=False, err=output == "text")


for command in manage.COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
