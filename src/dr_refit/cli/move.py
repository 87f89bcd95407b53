"""`codemod move`: options in, exit code out."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, NamedTuple

import click

from dr_refit.cli import options
from dr_refit.cli.group import Command
from dr_refit.cli.refactor import (
    apply,
    dry_run,
    family,
    made,
    opened,
)
from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from collections.abc import Callable

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


@click.command("move", cls=Command)
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

    paths = _into_folder(paths)
    if "::" not in paths[-1] and paths[1:] and all("::" in path for path in paths[:-1]):
        # a.py::f a.py::g b.py
        paths = tuple(one for path in paths[:-1] for one in (path, paths[-1]))
    if len(paths) % 2:
        what = f"{paths[-1]} has no target"
        raise RefitError(what, "write SOURCE TARGET, in pairs")
    names = [path.partition("::")[2] for path in paths[::2]]
    sources = [_located(path.partition("::")[0]) for path in paths[::2]]
    targets = [*map(_located, paths[1::2])]
    for ends in (sources, targets):
        if folders := [folder for folder, _ in ends if folder != ends[0][0]]:
            what = f"{ends[0][0]} and {folders[0]} are two repositories"
            raise RefitError(what, "move from one to one at a time")
    roots = sources[0][0], targets[0][0]
    pairs = [(old, new) for (_, old), (_, new) in zip(sources, targets, strict=True)]
    if any(names) and (len({*pairs}) > 1 or not all(names)):
        what = "single definitions move from one module to one other"
        raise RefitError(what, "move the others, or the whole module, by themselves")
    names = [*dict.fromkeys(names)] if any(names) else []
    if roots[0] != roots[1]:
        wanted = Asked(family, with_history, dry, jobs)
        _transfer(roots, pairs, names, wanted, output)
    if with_history:
        what = "--with-history is for a move to another repository"
        raise RefitError(what, "leave it out: git follows a renamed file")
    if names:
        disk, asked = opened(roots[0], dry=dry, jobs=jobs)
        made(disk, pick(disk, pairs[0], names, asked), asked, output)
    disk, asked = opened(roots[0], dry=dry, jobs=jobs)
    made(disk, move(disk, pairs, asked), asked, output)


def _into_folder(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return pairs, where several modules go to one folder: a.py b.py pkg/."""
    *sources, folder = paths
    if not sources[1:] or not (folder.endswith("/") or os.path.isdir(folder)):
        return paths
    if any("::" in one or not os.path.exists(one) for one in sources):
        return paths
    targets = sources[1::2]
    if len(paths) % 2 == 0 and all(map(os.path.isdir, targets)):
        what = f"{targets[0]} may be a target, or go to {folder} as well"
        raise RefitError(what, "write each target with the name that is new")
    return tuple(
        word
        for one in sources
        for word in (one, os.path.join(folder, os.path.basename(one.rstrip("/"))))
    )


def _located(path: str) -> tuple[str, str]:
    """Return the root of the repository that a path is in, and the path from there."""
    full = os.path.abspath(path)
    for marks in ((".git",), ("pyproject.toml", "setup.py", "setup.cfg")):
        folder = full
        while (above := os.path.dirname(folder)) != folder:
            folder = above
            if any(os.path.exists(os.path.join(folder, mark)) for mark in marks):
                slash = "/" * path.endswith("/")
                return os.path.relpath(folder), os.path.relpath(full, folder) + slash
    if os.path.relpath(path).startswith(".."):
        hint = "name a place in a repository of git, or below a pyproject.toml"
        raise RefitError(f"{path} is in no repository", hint)
    return ".", os.path.relpath(path)


def _transfer(
    roots: tuple[str, str],
    pairs: list[tuple[str, str]],
    names: list[str],
    asked: Asked,
    output: Output,
) -> None:
    """Move modules, or single definitions, from one repository to another."""
    from dr_refit.git import history, index
    from dr_refit.refactor.departure import Departure, Side, places_of
    from dr_refit.refactor.extraction import Extraction
    from dr_refit.refactor.transfer import transfer
    from dr_refit.refactor.waiting import waiting
    from dr_refit.tree.disk import Disk

    if names and asked.with_history:
        what = "--with-history is for whole modules"
        raise RefitError(what, "leave it out: the message names the commit")
    disks, sides = [], []
    for root in roots:
        disk, wanted = opened(root, dry=asked.dry, jobs=asked.jobs)
        disks.append(disk)
        sides.append(Side(disk, "" if root == "." else f"{root}/", wanted))
    commit = index.head(roots[0]) or "no commit"
    source, target = sides
    departure = (
        Extraction(source, target, pairs[0], names)
        if names
        else Departure(source, target, [*places_of(source.tree, target.tree, pairs)])
    )
    done = transfer(departure, _layers(asked.family.read(roots[0])), commit)
    others = {
        folder: Disk(folder)
        for folder in asked.family.repositories(roots[0])
        if not any(os.path.samefile(folder, root) for root in roots)
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
    shown = shlex.join([*words, *homes, *folders])
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
