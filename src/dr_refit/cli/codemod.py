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

    from dr_refit import settings as project
    from dr_refit.codemod.pipeline import Options, run, run_text

    first = stdin_filename or "." if paths[0] == "-" else paths[0]
    settings = project.load(first)
    if moves or modules:
        lookup = _lookup_of_moves(moves, modules, [*files, *select, *ignore])
    else:
        lookup = _lookup(settings, files, select, ignore)
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
        data = sys.stdin.buffer.read()
        text, report = run_text(data, _stdin(stdin_filename), lookup, options)
        if not options.dry:
            sys.stdout.buffer.write(text)
    else:
        from dr_refit.tree.discover import discover

        here = os.getcwd()
        found = discover(
            paths,
            exclude=_patterns(exclude, here)
            or _patterns(settings.exclude, settings.root),
            extend_exclude=[
                *(_patterns(settings.extend_exclude, settings.root) or ()),
                *(_patterns(extend_exclude, here) or ()),
            ],
        )
        # Asked before the first process may write.
        dirty = [] if options.dry or quiet else _uncommitted(paths)
        from dr_refit.cli.progress import Progress

        with Progress(len(found), shown=not quiet) as progress:
            report = run(
                found,
                lookup,
                options,
                before_write=_Once(lambda: _warn_of(dirty)),
                tick=progress.tick,
            )
    _print(report, output, color=color, quiet=quiet, verbose=verbose)
    raise SystemExit(report.exit_code)


def _patterns(lines: Sequence[str] | None, folder: str) -> list[tuple[str, str]] | None:
    """Say of patterns which folder they are relative to."""
    return None if lines is None else [(folder, line) for line in lines]


def _stdin(name: str | None) -> Any:
    from dr_refit.tree.discover import File, package_of

    if name is None:
        return File("<stdin>.py")
    return File(name, package_of(os.path.dirname(name) or "."))


def _lookup_of_moves(
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


def _lookup(
    settings: Settings,
    files: Sequence[str],
    select: Sequence[str],
    ignore: Sequence[str],
) -> MoveTable:
    from dr_refit.migration.table import MoveTable

    own = [os.path.join(settings.root, name) for name in settings.migrations]
    migrations = _migrations([*own, *files])
    known = {migration.id for migration in migrations}
    wanted, unwanted = select or settings.select, {*ignore, *settings.ignore}
    for name in {*wanted, *unwanted} - known:
        raise RefitError(
            f"there is no migration {name}", f"there are: {', '.join(sorted(known))}"
        )
    chosen = [
        migration
        for migration in migrations
        if migration.id not in unwanted and (not wanted or migration.id in wanted)
    ]
    if not chosen:
        raise RefitError("no migration is left to run", "see `codemod list`")
    return MoveTable(chosen)


def _migrations(files: Sequence[str]) -> list[Migration]:
    from pathlib import Path

    from dr_refit.migration.toml import load, load_shipped

    return [*load_shipped(), *(load(Path(file)) for file in files)]


class _Once:
    """Call a function once, in whichever process comes to it first."""

    def __init__(self, function: Callable[[], object]) -> None:
        self.function = function
        self.token, writing = os.pipe()
        os.set_blocking(self.token, False)
        os.write(writing, b"1")

    def __call__(self) -> None:
        try:
            os.read(self.token, 1)
        except BlockingIOError:
            return
        self.function()


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
    width = max(len(migration.id) for migration in migrations)
    for migration in migrations:
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
    found = {migration.id: migration for migration in _migrations(files)}
    if name not in found:
        raise RefitError(
            f"there is no migration {name}", f"there are: {', '.join(found)}"
        )
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
