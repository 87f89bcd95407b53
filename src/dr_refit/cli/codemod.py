"""`codemod`: options in, exit code out."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any, Literal

import click

from dr_refit import __version__
from dr_refit.cli.group import Group
from dr_refit.errors import RefitError
from dr_refit.report.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dr_refit.codemod.result import Report
    from dr_refit.migration.model import Migration
    from dr_refit.migration.table import MoveTable
    from dr_refit.settings import Settings
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="codemod")
def main() -> None:
    """Rewrite imports of retired packages to the packages that own the names now.

    Exit codes: 0 done, nothing left; 1 would change, or something is left for a
    person; 2 something failed.
    """


def _selection[F: Callable[..., Any]](function: F) -> F:
    """Add the options that choose migrations."""
    for option in (
        click.option(
            "--migration",
            "files",
            multiple=True,
            type=click.Path(exists=True, dir_okay=False),
            help="Add a migration of your own, a TOML file.",
        ),
        click.option(
            "--ignore", multiple=True, metavar="ID", help="Leave out these migrations."
        ),
        click.option(
            "--select", multiple=True, metavar="ID", help="Run only these migrations."
        ),
    ):
        function = option(function)
    return function


@main.command("rewrite-imports")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 if files would change."
)
@click.option("--diff", is_flag=True, help="Write nothing; show the changes on stdout.")
@click.option(
    "--move",
    "moves",
    multiple=True,
    metavar="OLD=NEW",
    help="Move a symbol, a.b.C=x.y.D; replaces the shipped migrations.",
)
@click.option(
    "--move-module",
    "modules",
    multiple=True,
    metavar="OLD=NEW",
    help="Move a module or package with all under it; likewise.",
)
@_selection
@click.option("--exclude", multiple=True, help="Instead of the built-in folders.")
@click.option("--extend-exclude", multiple=True, help="Patterns as in a .gitignore.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), default=0, help="0: all cores."
)
@click.option(
    "--output-format",
    "--format",
    "output",
    type=click.Choice(FORMATS),
    default="text",
)
@click.option("--stdin-filename", metavar="FILE", help="The name of what `-` reads.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Name every rewritten file.")
def rewrite_imports(
    *,
    paths: Sequence[str],
    check: bool,
    diff: bool,
    moves: Sequence[str],
    modules: Sequence[str],
    files: Sequence[str],
    select: Sequence[str],
    ignore: Sequence[str],
    exclude: Sequence[str],
    extend_exclude: Sequence[str],
    jobs: int,
    output: str,
    stdin_filename: str | None,
    color: Literal["auto", "always", "never"],
    quiet: bool,
    verbose: bool,
) -> None:
    """Rewrite the imports of files, and of all files in folders; `-` is stdin."""
    # Trees are many objects, and hardly any of them garbage that holds itself.
    gc.set_threshold(20_000)

    from dr_refit.codemod.pipeline import run
    from dr_refit.codemod.prove import Options
    from dr_refit.project.survey import settings_of
    from dr_refit.tree.disk import Buffer, Disk

    disk = Disk()
    first = stdin_filename or "." if paths[0] == "-" else paths[0]
    settings = settings_of(disk, first)
    if moves or modules:
        table = _table_of_moves(moves, modules, [*files, *select, *ignore])
    else:
        table = _table(disk, settings, files, select, ignore)
    options = Options(
        dry=check or diff,
        diff=diff,
        jobs=jobs or os.cpu_count() or 1,
        per_file_ignores=settings.per_file_ignores,
        root=settings.root,
    )
    if "-" in paths:
        if len(paths) > 1:
            raise RefitError("`-` stands alone", "leave out the other paths")
        file = _stdin(disk, stdin_filename)
        buffer = Buffer(file.path, sys.stdin.buffer.read())
        report = run(buffer, [file], table, options)
        if not options.dry:
            sys.stdout.buffer.write(buffer.data)
    else:
        from dr_refit.tree.discover import Exclusions, discover

        default = Exclusions.of(settings)
        here = disk.resolve("")
        found = discover(
            disk,
            paths,
            Exclusions(
                exclude=tuple((here, line) for line in exclude) or default.exclude,
                extend=(*default.extend, *((here, line) for line in extend_exclude)),
            ),
        )
        from dr_refit.cli.progress import Progress

        with Progress(len(found), shown=not quiet) as progress:
            report = run(
                disk,
                found,
                table,
                options,
                before_write=lambda: None if quiet else _warn_of(_uncommitted(paths)),
                tick=progress.tick,
            )
    _print(report, output, color=color, quiet=quiet, verbose=verbose)
    raise SystemExit(report.exit_code)


def _stdin(tree: Tree, name: str | None) -> File:
    from dr_refit.tree.discover import File, package_of

    if name is None:
        return File("<stdin>.py")
    return File(name, package_of(tree, os.path.dirname(name)))


def _table_of_moves(
    moves: Sequence[str], modules: Sequence[str], others: Sequence[str]
) -> MoveTable:
    from dr_refit.migration.table import MoveTable
    from dr_refit.migration.toml import command_line

    if others:
        raise RefitError(
            "--move and --move-module replace all migrations",
            "leave out --migration, --select and --ignore, or write a migration file",
        )
    return MoveTable([command_line(moves, modules)])


def _table(
    tree: Tree,
    settings: Settings,
    files: Sequence[str],
    select: Sequence[str],
    ignore: Sequence[str],
) -> MoveTable:
    from dr_refit.migration import select as choice
    from dr_refit.migration.table import MoveTable
    from dr_refit.migration.toml import load_shipped

    wanted = choice.Wanted(
        select=tuple(select), ignore=tuple(ignore), migrations=_loaded(files)
    )
    return MoveTable(choice.select(load_shipped(), tree, settings, wanted))


def _loaded(files: Sequence[str]) -> tuple[Migration, ...]:
    from pathlib import Path

    from dr_refit.migration.toml import load

    return tuple(load(Path(file)) for file in files)


def _migrations(files: Sequence[str]) -> dict[str, Migration]:
    from dr_refit.migration.select import by_id
    from dr_refit.migration.toml import load_shipped

    return by_id(load_shipped(), _loaded(files))


def _uncommitted(paths: Sequence[str]) -> list[str]:
    """List what would mix with the rewrite in `git diff`."""
    from dr_refit.git.run import uncommitted

    folders = {p if os.path.isdir(p) else os.path.dirname(p) or "." for p in paths}
    return sorted({name for folder in folders for name in uncommitted(folder)})


def _warn_of(dirty: list[str]) -> None:
    """Name uncommitted changes, before anything is written."""
    from dr_refit.report.printable import printable

    if dirty:
        named = ", ".join(map(printable, dirty[:3])) + (
            ", ..." if len(dirty) > 3 else ""
        )
        click.echo(
            f"warning: uncommitted changes in {len(dirty)} tracked files ({named});"
            " `git diff` will show them together with this rewrite.\n"
            "hint: commit or stash first; then `git checkout -- PATH` undoes the"
            " rewrite alone",
            err=True,
        )


def _print(
    report: Report,
    output: str,
    *,
    color: str,
    quiet: bool,
    verbose: bool,
) -> None:
    from dr_refit.report.diff import colored
    from dr_refit.report.text import rewrite

    on = color == "always" or (color == "auto" and sys.stdout.isatty())
    for result in report.results:
        # What is in a file is shown as it is, its own escapes included.
        text = colored(result.diff) if on else result.diff
        click.echo(text, nl=False, color=True)
    if output != "text":
        click.echo(FORMATS[output](report), nl=False)
    elif not quiet or report.failed:
        click.echo(rewrite.render(report, verbose=verbose), err=True, nl=False)


@main.command("list")
@click.option(
    "--migration",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Add a migration of your own, a TOML file.",
)
def list_(files: Sequence[str]) -> None:
    """List the migrations."""
    migrations = _migrations(files)
    width = max(map(len, migrations))
    for migration in migrations.values():
        click.echo(f"{migration.id:{width}}  {migration.title}")


@main.command()
@click.argument("name", metavar="ID")
@click.option(
    "--migration",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Add a migration of your own, a TOML file.",
)
def show(name: str, files: Sequence[str]) -> None:
    """Show what a migration does with every name."""
    from dr_refit.migration.select import unknown

    found = _migrations(files)
    if name not in found:
        raise unknown(name, found)
    for line in _described(found[name]):
        click.echo(line)


def _described(migration: Migration) -> list[str]:
    lines = [f"{migration.id}: {migration.title}", ""]
    for move in sorted(migration.moves, key=lambda move: move.old):
        whole = "  (with all under it)" if move.module else ""
        lines.append(f"{move.old} -> {move.new}{whole}")
    lines += [f"{name}  stays" for name in sorted(migration.kept)]
    lines += [
        f"{name}  is gone: {what}" for name, what in sorted(migration.removed.items())
    ]
    for name, note in sorted(migration.notes.items()):
        lines.append(f"note: {name}: {note.text}{' (silent)' if note.silent else ''}")
    return lines


@main.command()
def schema() -> None:
    """Print the JSON Schema of a migration file, for editors."""
    import json

    from dr_refit.migration.toml import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


if __name__ == "__main__":
    main()
