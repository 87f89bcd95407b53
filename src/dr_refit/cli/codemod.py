"""`codemod`: options in, exit code out."""

from __future__ import annotations

import gc
import sys
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

import click

from dr_refit import __version__
from dr_refit.cli import options, refactor
from dr_refit.cli.audit import audit_path
from dr_refit.cli.group import Group, examples
from dr_refit.cli.kinds import only
from dr_refit.cli.move import move
from dr_refit.cli.output import print_rewrite
from dr_refit.cli.verify import verify
from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.cli.options import Chosen, Excluded, Output
    from dr_refit.codes import Kind
    from dr_refit.migration.model import Migration
    from dr_refit.migration.table import MoveTable
    from dr_refit.settings import Settings
    from dr_refit.tree.disk import Disk


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="codemod")
def main() -> None:
    """Rewrite imports of retired packages to the packages that own the names now.

    Exit codes: 0 done, nothing left; 1 would change, or something is left for a
    person; 2 something failed.
    """


@main.command(
    "rewrite-imports",
    epilog=examples(
        "codemod rewrite-imports --diff .",
        "codemod rewrite-imports .",
        "codemod rewrite-imports --check --move numpy.product=numpy.prod src tests",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 if a file would change."
)
@click.option(
    "--diff", is_flag=True, help="Write nothing; print the changes to standard output."
)
@options.chosen
@options.excluded
@click.option(
    "--no-sort",
    is_flag=True,
    help="Do not let ruff sort imports again that were sorted.",
)
@click.option(
    "--no-marks",
    is_flag=True,
    help="Leave no comments where results change and no exception tells.",
)
@click.option(
    "--add-ignore",
    is_flag=True,
    help="Accept all that is left: write `# codemod: ignore[...]` comments.",
)
@click.option(
    "--resolve",
    is_flag=True,
    help="Ask uv whether the requirements of manifests resolve together.",
)
@only
@options.jobs
@click.option(
    "--stdin-filename",
    metavar="FILE",
    help="Treat standard input (`-`) as the content of this file.",
)
@options.output_of_rewrite
def rewrite_imports(
    *,
    paths: tuple[str, ...],
    check: bool,
    diff: bool,
    chosen: Chosen,
    excluded: Excluded,
    no_sort: bool,
    no_marks: bool,
    add_ignore: bool,
    resolve: bool,
    kinds: frozenset[Kind],
    jobs: int,
    stdin_filename: str | None,
    output: Output,
) -> None:
    """Rewrite the imports of files, and of all files in folders; `-` is stdin."""
    # Trees are many objects, and hardly any of them garbage that holds itself.
    gc.disable()

    from dr_refit.cli import inputs
    from dr_refit.codemod.prove import Options
    from dr_refit.project.local import beyond
    from dr_refit.project.survey import settings_of
    from dr_refit.tree.disk import Disk

    disk = Disk()
    first = stdin_filename or "." if paths[0] == "-" else paths[0]
    settings = settings_of(disk, first)
    no_marks = no_marks or add_ignore
    settings = settings._replace(
        sort=settings.sort and not no_sort,
        marks=settings.marks and not no_marks,
        kinds=kinds,
    )
    table = _table(disk, settings, chosen)
    asked = Options(
        dry=check or diff,
        diff=diff,
        jobs=jobs,
        settings=settings,
        add_ignore=add_ignore,
        resolve=resolve,
    )
    exclusions = inputs.exclusions(disk, settings, excluded)
    if "-" in paths:
        report = inputs.rewrite_stdin(
            disk, paths, stdin_filename, table, asked, exclusions
        )
    else:
        if not asked.dry:
            inputs.finish_interrupted(disk)
        files = inputs.discovered(
            disk, paths, exclusions, settings, [*chosen.files, output.report]
        )
        asked = asked._replace(beyond=beyond(disk, paths, exclusions))
        report = inputs.rewrite_files(
            disk, files, paths, table, asked, quiet=output.quiet
        )
    # A file that comes in rewritten goes out there.
    taken = "-" in paths and not asked.dry
    print_rewrite(report, output, stdout_is_taken=taken)
    raise SystemExit(report.exit_code)


def _table(disk: Disk, settings: Settings, chosen: Chosen) -> MoveTable:
    from dr_refit.migration.moves import command_line
    from dr_refit.migration.table import MoveTable

    codemods = _codemods(chosen.codemods)
    if not chosen.moves and not chosen.modules:
        from dr_refit.migration.select import Wanted, select
        from dr_refit.migration.toml import load_shipped

        wanted = Wanted(
            select=chosen.select,
            ignore=chosen.ignore,
            migrations=_loaded(chosen.files),
            homes=chosen.homes,
            values=chosen.values,
        )
        return MoveTable([*select(load_shipped(), disk, settings, wanted), *codemods])
    if chosen.files or chosen.select or chosen.ignore or chosen.homes:
        raise RefitError(
            "--move and --move-module replace all migrations",
            "leave out --migration, --select, --ignore and --home, or write a file",
        )
    return MoveTable([command_line(chosen.moves, chosen.modules), *codemods])


def _codemods(files: Sequence[str]) -> tuple[Migration, ...]:
    if not files:
        return ()
    from dr_refit.migration.codemods import load_codemods

    return tuple(map(load_codemods, files))


def _loaded(files: Sequence[str]) -> tuple[Migration, ...]:
    from pathlib import Path

    from dr_refit.migration.toml import load

    return tuple(load(Path(file)) for file in files)


def _migrations(files: Sequence[str]) -> dict[str, Migration]:
    from dr_refit.migration.select import by_id
    from dr_refit.migration.toml import load_shipped

    return by_id(load_shipped(), _loaded(files))


@main.command("list")
@options.migration_files
def list_(files: tuple[str, ...]) -> None:
    """List the migrations."""
    migrations = _migrations(files)
    width = max(map(len, migrations))
    for migration in migrations.values():
        click.echo(f"{migration.id:{width}}  {migration.title}")


@main.command()
@click.argument("name", metavar="ID")
@options.migration_files
def show(name: str, files: tuple[str, ...]) -> None:
    """Show what a migration does with every name."""
    from dr_refit.migration.select import unknown

    found = _migrations(files)
    if name not in found:
        raise unknown(name, found)
    for line in _described(found[name]):
        click.echo(line)


def _described(migration: Migration) -> list[str]:
    from dr_refit.names import root

    lines = [f"{migration.id}: {migration.title}", ""]
    for one in sorted(migration.moves, key=attrgetter("old")):
        whole = "  (with all under it)" if one.module else ""
        planned = "  (planned)" if one.home == "planned" else ""
        lines.append(f"{one.old} -> {one.new}{whole}{planned}")
    lines += [f"{name}  stays" for name in sorted(migration.kept)]
    lines += [
        f"{name}  is gone: {what}" for name, what in sorted(migration.removed.items())
    ]
    lines += [
        f"{old!r} -> {new!r}  (--values)" for old, new in migration.values.items()
    ]
    notes = [*migration.notes.items(), *migration.calls.changes]
    for name, note in sorted(notes, key=itemgetter(0)):
        lines.append(f"note: {name}: {note.text}{' (silent)' if note.silent else ''}")
    told = [(name, text) for name, some in migration.project.items() for text in some]
    lines += [f"note, once: {name}: {text}" for name, text in told]
    lines += [
        f"{name}  by the codemod in {one.path}"
        for name, one in migration.codemods.items()
    ]
    lines += [
        f"note: {package}: no requirement brings it"
        for package in sorted(
            {root(move.new) for move in migration.moves if not move.requirement}
            - migration.roots
            - sys.stdlib_module_names
        )
    ]
    return lines


@main.command()
def schema() -> None:
    """Print the JSON Schema of a migration file, for editors."""
    import json

    from dr_refit.migration.shape import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


main.add_command(audit_path)
main.add_command(move)
main.add_command(refactor.rename_package)
main.add_command(refactor.retire)
main.add_command(verify)


if __name__ == "__main__":
    main()
