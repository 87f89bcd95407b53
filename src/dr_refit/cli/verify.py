"""`codemod verify`: migrations against what is published."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from dr_refit.cli import options
from dr_refit.cli.group import Command, examples
from dr_refit.cli.output import print_checked
from dr_refit.cli.progress import Progress
from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.cli.options import Output


@click.command(
    cls=Command,
    epilog=examples(
        "codemod verify",
        "codemod verify dr_ingest codemods/ours.toml --wheels dist",
    ),
)
@click.argument("names", nargs=-1, metavar="[ID|FILE]...")
@click.option(
    "--wheels",
    metavar="FOLDER",
    help="Look at the wheels in this folder (default: those of the package registry).",
)
@options.output
def verify(names: tuple[str, ...], wheels: str | None, output: Output) -> None:
    """Check that the homes of migrations exist, in every version they allow.

    Wheels are read, and nothing of them is run. Exit code 1 where a name, a bound or
    a requirement has to be corrected.
    """
    from dr_refit import files
    from dr_refit.codemod.result import Checked, FileResult
    from dr_refit.migration.toml import parse_with_lines
    from dr_refit.wheels.check import check
    from dr_refit.wheels.stock import Folder, Registry

    stock = Folder(wheels) if wheels else Registry()
    paths = [*_paths(names)]
    results, said = [], []
    with Progress(len(paths), shown=not output.quiet, what="looking up") as progress:
        for number, path in enumerate(paths):
            progress.tick(number, path)
            found = check(parse_with_lines(path, files.read(path)), stock)
            said += [f"{path}: {line}" for line in found.said]
            if found.findings:
                results.append(FileResult(path=path, findings=found.findings))
    checked = Checked(results=tuple(results), said=tuple(said))
    print_checked(checked, output)
    raise SystemExit(checked.exit_code)


def _paths(names: tuple[str, ...]) -> Iterator[str]:
    """Yield the files of the migrations that are named, by id or path, or of all."""
    from dr_refit.migration.toml import shipped_dir
    from dr_refit.toml import nearest

    shipped = {path.stem: path for path in sorted(shipped_dir().glob("*.toml"))}
    for name in names or shipped:
        if name in shipped:
            yield os.path.relpath(shipped[name])
        elif os.path.isfile(name):
            yield name
        else:
            hint = nearest(name, shipped, "name a file, or an id of `codemod list`")
            raise RefitError(f"{name}: no migration", hint)
