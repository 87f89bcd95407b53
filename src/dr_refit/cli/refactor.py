"""The commands of `codemod` that change a repository as a whole."""

from __future__ import annotations

import os
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dr_refit.cli import options
from dr_refit.cli.group import Command, examples
from dr_refit.cli.output import print_rewrite
from dr_refit.errors import RefitError
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.cli.options import Output
    from dr_refit.codemod.prove import Options
    from dr_refit.fleet.model import Fleet, Repo
    from dr_refit.refactor.change import Change
    from dr_refit.tree.disk import Disk
    from dr_refit.tree.model import Tree

dry_run = click.option(
    "--dry-run",
    "dry",
    is_flag=True,
    help="Write nothing; print the changes to standard output.",
)


class Family(NamedTuple):
    """Where imports of what goes are looked for as well."""

    importers: tuple[str, ...] = ()
    #: A fleet.toml; None: the nearest.
    fleet: str | None = None

    def read(self, path: str) -> Fleet | None:
        """Read the fleet that a repository is seen in; None: there is none."""
        from dr_refit.fleet import manifest

        file = self.fleet or manifest.find(path)
        return manifest.load(file) if os.path.exists(file) else None

    def trees(self, path: str) -> dict[str, Tree]:
        """Map the repositories of the family, but for one, to their files.

        One that is at an address is as fleet last saw it.
        """
        from dr_refit.tree.disk import Disk

        if self.importers:
            return {folder: Disk(folder) for folder in self.importers}
        found: dict[str, Tree] = {}
        if (fleet := self.read(path)) is None:
            return found
        for repo in fleet.repositories:
            if os.path.isdir(repo.location):
                if not os.path.samefile(repo.location, path):
                    folder = os.path.relpath(repo.location)
                    found[folder] = Disk(folder)
            elif os.path.isabs(repo.location):
                click.echo(f"not looked at: {repo.location} is no folder", err=True)
            elif kept := _kept(fleet, repo):
                found[repo.name] = kept
        return found


def _kept(fleet: Fleet, repo: Repo) -> Tree | None:
    """Return the files of a repository as fleet last saw it; None: it never did."""
    from dr_refit.fleet import state
    from dr_refit.fleet.repository import head_of
    from dr_refit.git.store import Store
    from dr_refit.tree.commit import Commit

    folder = state.beside(fleet.path).store
    if os.path.isdir(folder):
        store = Store(folder)
        click.get_current_context().call_on_close(store.close)
        if head := store.find_commit(head_of(repo)):
            click.echo(f"{repo.name} as fleet saw it at {head.oid[:10]}", err=True)
            return Commit(store.entries(head.tree), store)
    click.echo(
        f"not looked at: {repo.name}, which is elsewhere: run `fleet status` first",
        err=True,
    )
    return None


def family(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where imports are looked for as well."""

    @wraps(command)
    def with_family(
        importers: tuple[str, ...], fleet: str | None, **given: Any
    ) -> None:
        command(family=Family(importers, fleet), **given)

    one = click.option(
        "--importer",
        "importers",
        multiple=True,
        metavar="FOLDER",
        type=click.Path(exists=True, file_okay=False),
        help="Look for imports in this repository, too (default: those of the fleet);"
        " can be repeated.",
    )
    all_ = click.option(
        "--fleet",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="The fleet.toml to look in for them (default: the nearest).",
    )
    return one(all_(with_family))


@click.command(
    "rename-package", cls=Command, epilog=examples("codemod rename-package old new .")
)
@click.argument("old")
@click.argument("new")
@click.argument("path", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--dist",
    nargs=2,
    metavar="OLD NEW",
    help="Rename the distribution, too (default: it keeps its name).",
)
@dry_run
@options.jobs
@options.output_of_rewrite
def rename_package(
    *,
    old: str,
    new: str,
    path: str,
    dist: tuple[str, str] | None,
    dry: bool,
    jobs: int,
    output: Output,
) -> None:
    """Rename a package of the repository at PATH, wherever that names it.

    The renamed files are staged, as by `git mv`; what changes in them is not. The
    migration in .codemods records it, for all that import the package.
    """
    from dr_refit.project.renaming import Distribution
    from dr_refit.refactor import rename

    disk, asked = opened(path, dry=dry, jobs=jobs)
    _check_beside(disk, old)
    named = Distribution(*dist) if dist else None
    change = rename.rename_package(disk, rename.Request(old, new, named), asked)
    made(disk, change, asked, output)


def _check_beside(disk: Disk, package: str) -> None:
    """Raise RefitError where another project of the same repository imports it."""
    from dr_refit.codemod.formats import SUFFIXES, plain
    from dr_refit.names import is_under
    from dr_refit.python.likely import seem_bound
    from dr_refit.tree.discover import discover
    from dr_refit.tree.disk import Disk
    from dr_refit.tree.model import ancestors, content

    here, *above = ancestors(disk, "")
    is_top = [os.path.exists(os.path.join(one, ".git")) for one in (here, *above)]
    if is_top[0] or not any(is_top):
        return
    top = (here, *above)[is_top.index(True)]
    outer, inside = Disk(top), os.path.relpath(disk.resolve(""), top)
    for file in discover(outer, [""], suffixes=SUFFIXES):
        if file.path.startswith(f"{inside}/"):
            continue
        code = plain(file.path, content(outer, file.path))
        if any(is_under(one, package) for _, one in seem_bound(code, file.package)):
            what = f"{os.path.relpath(os.path.join(top, file.path))} imports {package}"
            raise RefitError(what, f"name the whole repository: {os.path.relpath(top)}")


_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg")


def _check_root(disk: Disk) -> None:
    """Raise RefitError: a folder within a project, or a manifest that is no TOML."""
    from dr_refit.manifests import toml_values
    from dr_refit.tree.model import ancestors

    here, *above = (
        (folder, any(os.path.exists(os.path.join(folder, one)) for one in _MARKS))
        for folder in ancestors(disk, "")
    )
    root = next((folder for folder, is_root in above if is_root), "")
    if root and not here[1]:
        what = f"{disk.root} is no repository, and in one"
        raise RefitError(what, f"name {os.path.relpath(root)}")
    if disk.kind("pyproject.toml") != "file":
        return
    try:
        toml_values.read(disk.read("pyproject.toml").decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        path = os.path.normpath(os.path.join(disk.root, "pyproject.toml"))
        what = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise RefitError(f"{path}: {what}", "correct the TOML, see toml.io") from None


def opened(path: str, *, dry: bool, jobs: int) -> tuple[Disk, Options]:
    """Open a repository without uncommitted changes. Raises RefitError."""
    from dr_refit.cli.inputs import finish_interrupted
    from dr_refit.codemod.prove import Options
    from dr_refit.git.index import changed
    from dr_refit.project.survey import settings_of
    from dr_refit.tree.disk import Disk

    disk = Disk(path)
    _check_root(disk)
    if not dry:
        finish_interrupted(disk)
    if names := changed(path):
        listed = ", ".join(names[:3]) + (", ..." if names[3:] else "")
        raise RefitError(
            f"{path}: uncommitted changes in {listed}",
            "commit or stash them: then `git reset --hard` undoes this command alone",
        )
    return disk, Options(dry=dry, jobs=jobs, settings=settings_of(disk, ""))


def made(disk: Disk, change: Change, asked: Options, output: Output) -> NoReturn:
    """Make a change as a whole, or show it; then print what there is to say."""
    apply(disk, change, asked, output)
    raise SystemExit(change.report.exit_code)


def apply(disk: Disk, change: Change, asked: Options, output: Output) -> None:
    """Make a change as a whole, or show it, and print what there is to say."""
    from dr_refit.git.index import stage_renames

    if not asked.dry:
        for name, error in disk.apply_whole(change.change).items():
            raise RefitError(f"{name}: {error.message}", error.hint)
        stage_renames(disk.root, change.change.renames)
    print_rewrite(change.report, output, stdout_is_taken=False)
    if not output.quiet:
        verb = "would move" if asked.dry else "moved"
        for old, new in change.change.renames.items():
            click.echo(f"{verb} {old} to {new}", err=True)
        for name in change.change.deletions:
            click.echo(f"{'would delete' if asked.dry else 'deleted'} {name}", err=True)
        for name in change.change.additions:
            click.echo(f"{'would write' if asked.dry else 'wrote'} {name}", err=True)


@click.command("retire", cls=Command)
@click.argument("path", type=click.Path(exists=True, file_okay=False))
@options.migration_files
@options.homes
@family
@dry_run
@options.output_of_rewrite
def retire(
    *,
    path: str,
    files: tuple[str, ...],
    homes: tuple[str, ...],
    family: Family,
    dry: bool,
    output: Output,
) -> None:
    """Make the last version of the emptied package at PATH.

    Its README and the error of all imports name the new homes. A planned home is there
    if a repository of the nearest fleet.toml, or an --importer, has it. While something
    imports the package, that is listed, and nothing changes: exit code 1.
    """
    from pathlib import Path

    from dr_refit.migration.select import by_id, promised
    from dr_refit.migration.toml import load, load_shipped
    from dr_refit.refactor import record, retire

    disk, asked = opened(path, dry=dry, jobs=1)
    recorded = [*Path(path, record.FOLDER).glob("*.toml")]
    named = [load(file) for file in (*sorted(recorded), *map(Path, files))]
    fleet = family.read(path)
    known = by_id(load_shipped(), fleet.migrations if fleet else (), named)
    migrations = promised(known.values(), {*homes})
    change = retire.retire(disk, family.trees(path), migrations, asked)
    made(disk, change, asked, output)
