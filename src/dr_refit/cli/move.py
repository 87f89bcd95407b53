"""`codemod move`: options in, exit code out."""

from __future__ import annotations

import os
import shlex
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import click

from dr_refit.cli import options
from dr_refit.cli.ends import read
from dr_refit.cli.group import Command, examples
from dr_refit.cli.refactor import (
    apply,
    dry_run,
    family,
    made,
    opened,
)
from dr_refit.errors import RefitError
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.cli.ends import Ends
    from dr_refit.cli.options import Output
    from dr_refit.cli.refactor import Family
    from dr_refit.codemod.result import FileResult
    from dr_refit.fleet.model import Fleet
    from dr_refit.refactor.transfer import Transfer


class Asked(NamedTuple):
    """What is asked of a move between repositories."""

    family: Family
    with_history: bool
    dry: bool
    jobs: int


@click.command(
    "move",
    cls=Command,
    epilog=examples(
        "codemod move src/app/core.py src/app/base/core.py",
        "codemod move src/app/core.py::Table src/app/tables.py",
        "codemod move src/app/core.py ../lib/src/lib/core.py",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="SOURCE TARGET...")
@click.option(
    "--with-history",
    is_flag=True,
    help="Commit in the other repository what was committed here of the files.",
)
@family
@dry_run
@options.jobs
@options.output_of_rewrite
def move(
    *,
    paths: tuple[str, ...],
    with_history: bool,
    family: Family,
    dry: bool,
    jobs: int,
    output: Output,
) -> None:
    """Move the module or package SOURCE to TARGET, with all that imports it.

    FILE.py::NAME is a single function, class or constant; TARGET its new module.
    TARGET may be in another repository: then its tests, its data and its requirements
    go along. The migration in .codemods records it, for all that import the module.
    """
    from dr_refit.refactor.move import move
    from dr_refit.refactor.pick import pick

    ends = read(paths)
    if ends.source != ends.target:
        _transfer(ends, Asked(family, with_history, dry, jobs), output)
    if with_history:
        what = "--with-history is for a move to another repository"
        raise RefitError(what, "leave it out: git follows a renamed file")
    disk, asked = opened(ends.source, dry=dry, jobs=jobs)
    change = (
        pick(disk, ends.pairs[0], ends.names, asked)
        if ends.names
        else move(disk, ends.pairs, asked)
    )
    made(disk, change, asked, output)


def _transfer(ends: Ends, asked: Asked, output: Output) -> NoReturn:
    """Move modules, or single definitions, from one repository to another."""
    from dr_refit.git import history, index
    from dr_refit.refactor.departure import Departure, Side, places_of
    from dr_refit.refactor.extraction import Extraction
    from dr_refit.refactor.transfer import transfer
    from dr_refit.refactor.waiting import waiting

    if ends.names and asked.with_history:
        what = "--with-history is for whole modules"
        raise RefitError(what, "leave it out: the message names the commit")
    roots = ends.source, ends.target
    disks, sides = [], []
    for root in roots:
        disk, wanted = opened(root, dry=asked.dry, jobs=asked.jobs)
        disks.append(disk)
        sides.append(Side(disk, "" if root == "." else f"{root}/", wanted))
    commit = index.head(roots[0]) or "no commit"
    source, target = sides
    departure = (
        Extraction(source, target, ends.pairs[0], ends.names)
        if ends.names
        else Departure(
            source, target, [*places_of(source.tree, target.tree, ends.pairs)]
        )
    )
    done = transfer(departure, _layers(asked.family.read(roots[0])), commit)
    others = {
        folder: tree
        for folder, tree in asked.family.trees(roots[0]).items()
        if not any(map(partial(_is_same, folder), roots))
    }
    waits = [*waiting(others, done.table)]
    results = (*done.source.report.results, *waits)
    report = done.source.report._replace(results=results)
    if asked.with_history and not asked.dry:
        name = os.path.basename(os.path.abspath(roots[0]))
        number = history.tell_again(*roots, done.homes, name)
        click.echo(f"{roots[1]} has {number} commits of {name}", err=True)
    for at, change in ((1, done.target), (0, done.source._replace(report=report))):
        apply(disks[at], change, sides[at].options, output)
    if not output.quiet:
        click.echo(f"commit both, {roots[1]} first, with:\n\n{done.message}", err=True)
        _say_waiting(roots[0], done, [one for one in others if _is_in(one, waits)])
    raise SystemExit(max(done.target.report.exit_code, report.exit_code))


def _is_same(folder: str, root: str) -> bool:
    return os.path.isdir(folder) and os.path.samefile(folder, root)


def _is_in(folder: str, results: list[FileResult]) -> bool:
    return any(one.path.startswith(f"{folder}/") for one in results)


def _say_waiting(root: str, done: Transfer, folders: list[str]) -> None:
    """Say how importers elsewhere are rewritten."""
    if not folders:
        return
    name = os.path.basename(done.record).removesuffix(".toml")
    homes = [word for one in sorted(done.table.new_roots) for word in ("--home", one)]
    record = os.path.normpath(os.path.join(root, done.record))
    words = ["codemod", "rewrite-imports", "--migration", record, "--select", name]
    # What fleet keeps of a repository is no folder to rewrite.
    shown = shlex.join(
        [
            *words,
            *homes,
            *(one if os.path.isdir(one) else f"CLONE-OF-{one}" for one in folders),
        ]
    )
    click.echo(
        f"\nonce that is published, its importers follow:\n\n    {shown}", err=True
    )


def _layers(fleet: Fleet | None) -> Callable[[str, str], str]:
    """Return what says why a package of a fleet may not import another."""
    from dr_refit.checks import layers

    if fleet is None:
        return lambda _, __: ""
    packages = {repo.package: repo for repo in fleet.repositories}

    def forbidden(importer: str, imported: str) -> str:
        if importer not in packages:
            return ""
        repositories = fleet.repositories
        return layers.violation(
            packages[importer], imported, repositories, (), fleet.layers
        )

    return forbidden
