"""`fleet`: options in, exit code out."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dr_refit import __version__
from dr_refit.cli import choices, complete, options, plan, projects
from dr_refit.cli.group import Group
from dr_refit.cli.output import print_fleet, print_notes
from dr_refit.cli.progress import Progress

if TYPE_CHECKING:
    from dr_refit.cli.options import Output
    from dr_refit.fleet.job import Operation, RunOptions
    from dr_refit.fleet.model import FleetReport, RepoResult


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fleet")
def main() -> None:
    """Bring every repository to the newest template and the newest imports.

    Exit codes: 0 done; 1 behind, drifted, or something is left for a person; 2
    something failed.
    """


@main.command()
@choices.fleet_file
@choices.run_update
@options.output
def update(file: str, run: RunOptions, output: Output) -> None:
    """Make branches `template/VERSION` with the template's newest version merged in.

    A conflict makes no branch: it is listed, with the command that resolves it.
    """
    from dr_refit.fleet.operations.update import UPDATE

    raise SystemExit(_report(UPDATE, None, file, run, output).exit_code)


@main.command()
@choices.fleet_file
@choices.repo
@choices.run_diff
@options.output
def diff(file: str, repo: str, run: RunOptions, output: Output) -> None:
    """Show what the template would change, and what the project changed against it."""
    from dr_refit.fleet.operations.diff import DIFF

    run = replace(run, repos=(repo,), dry=True)
    raise SystemExit(_report(DIFF, None, file, run, output).exit_code)


@main.command()
@choices.fleet_file
@choices.repo
@click.option("--abort", is_flag=True, help="Give up the merge that was begun.")
@click.option("--no-tool", is_flag=True, help="Do not start the merge tool.")
@choices.run_resolve
@options.output
def resolve(
    file: str, repo: str, *, abort: bool, no_tool: bool, run: RunOptions, output: Output
) -> None:
    """Merge the conflicts of one repository in a private work tree, then publish.

    On a terminal your merge tool is started (git config merge.tool). How you merged is
    remembered, and offered to the other repositories.
    """
    from dr_refit.fleet import state
    from dr_refit.fleet.merge_session import run_merge_tool
    from dr_refit.fleet.operations.resolve import RESOLVE, ResolveOptions

    run = replace(run, repos=(repo,))
    report = _report(RESOLVE, ResolveOptions(abort=abort), file, run, output)
    if report.exit_code == 1 and not no_tool and sys.stdin.isatty():
        run_merge_tool(state.beside(file), repo)
        report = _report(RESOLVE, ResolveOptions(), file, run, output)
    raise SystemExit(report.exit_code)


@main.command()
@choices.fleet_file
@click.option(
    "--dry-run", "dry", is_flag=True, help="Report what would be undone; undo nothing."
)
@choices.seconds
@options.output
def undo(file: str, *, dry: bool, seconds: float, output: Output) -> None:
    """Take back the branches of the last run, where they are still as it left them."""
    from dr_refit.fleet import manifest, state
    from dr_refit.fleet import undo as undoing

    fleet = manifest.load(file)
    found = state.beside(file)
    with found.owned():
        report = undoing.undo(found, fleet, dry=dry, seconds=seconds)
    print_fleet(report, output)
    raise SystemExit(report.exit_code)


@main.command()
@choices.fleet_file
@click.argument(
    "migrations", nargs=-1, metavar="[ID]...", shell_complete=complete.migrations
)
@options.codemod_files
@options.values
@choices.run_migrate
@options.output_of_migrate
def migrate(
    file: str,
    migrations: tuple[str, ...],
    codemods: tuple[str, ...],
    *,
    values: bool,
    run: RunOptions,
    output: Output,
) -> None:
    """Make branches `migrate/ID` with the imports of retired packages rewritten.

    Without an ID: all migrations, or those that fleet.toml names for a repository.
    """
    from dr_refit.fleet import manifest
    from dr_refit.fleet.operations.migrate import MIGRATE, MigrateOptions
    from dr_refit.migration.codemods import load_codemods

    fleet = manifest.load(file)
    chosen = MigrateOptions(
        migrations=tuple(dict.fromkeys(migrations)),
        own=fleet.migrations,
        repositories=fleet.repositories,
        values=values,
        codemods=tuple(load_codemods(os.path.abspath(one)) for one in codemods),
    )
    raise SystemExit(_report(MIGRATE, chosen, file, run, output).exit_code)


@main.command()
@choices.fleet_file
@choices.repo
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@choices.run_heal
@options.output
def heal(
    file: str, repo: str, paths: tuple[str, ...], run: RunOptions, output: Output
) -> None:
    """Make a branch that brings files of the template back; the diff shows which.

    Without a PATH: all that were changed or deleted. What the template makes only once
    stays as it is.
    """
    from dr_refit.fleet.operations.heal import HEAL, HealOptions

    run = replace(run, repos=(repo,))
    wanted = HealOptions(paths=tuple(path.rstrip("/") for path in paths))
    raise SystemExit(_report(HEAL, wanted, file, run, output).exit_code)


@main.command()
@choices.fleet_file
@choices.repo
@click.option(
    "--base",
    metavar="VERSION",
    help="Version that it was made from, or `none` (default: found by comparison).",
)
@choices.run_adopt
@options.output
def adopt(
    file: str, repo: str, base: str | None, run: RunOptions, output: Output
) -> None:
    """Link a repository that was not, or is not known to be, made from the template.

    Nothing is overwritten: what differs becomes a conflict for `fleet resolve`.
    """
    from dr_refit.fleet.operations.adopt import ADOPT, NONE, AdoptOptions

    run = replace(run, repos=(repo,))
    report = _report(ADOPT, AdoptOptions(base=base or ""), file, run, output)
    choices = [version for version, _ in report.results[0].choices]
    if choices and sys.stdin.isatty():
        kind = click.Choice([*choices, NONE])
        base = click.prompt("Which was it made from?", type=kind, err=True)
        report = _report(ADOPT, AdoptOptions(base=base or ""), file, run, output)
    raise SystemExit(report.exit_code)


def _report[O](
    operation: Operation[O, RepoResult],
    asked: O,
    file: str,
    options: RunOptions,
    output: Output,
) -> FleetReport:
    """Run an operation over the chosen repositories, and print the report."""
    from dr_refit.fleet import manifest, reports, state
    from dr_refit.fleet.run import Run

    run = Run(manifest.load(file), state.beside(file), options)
    with (
        run.state.owned(),
        Progress(
            len(run.repos), shown=not output.quiet, what=operation.name
        ) as progress,
    ):
        report = reports.report(operation, run, asked, progress.tick)
    print_notes(run.targets.notes if operation.needs_template else (), output)
    print_fleet(report, output)
    return report


for command in (*projects.COMMANDS, *plan.COMMANDS):
    main.add_command(command)

if __name__ == "__main__":
    main()
