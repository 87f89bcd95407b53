"""Who still imports a retired package, in the files of a run and beyond them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import SUFFIXES, format_named
from dr_refit.errors import FileRefused
from dr_refit.names import root
from dr_refit.project.local import project_root
from dr_refit.python.words import word_pattern
from dr_refit.tree.discover import discover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.result import FileResult
    from dr_refit.migration.table import MoveTable
    from dr_refit.project.survey import Project
    from dr_refit.tree.discover import File


def importers(
    results: Sequence[FileResult],
    files: Sequence[File],
    project: Project,
    table: MoveTable,
    migrations: frozenset[str],
) -> dict[str, list[str]]:
    """Map migrations to the files that still import what they retire.

    `files` were looked at; the others of the project are searched here.
    """
    found: dict[str, list[str]] = {name: [] for name in migrations}
    for result in results:
        for name in result.left & migrations:
            found[name].append(result.path)
    packages = {
        package: migration.id
        for migration in table.migrations
        if migration.id in migrations and migration.distribution
        for package in migration.roots
    }
    resolve = project.tree.resolve
    seen = {resolve(result.path) for result in results}
    if any(migration.retired for migration in table.migrations):
        # Every file that names such a package was parsed.
        seen |= {resolve(file.path) for file in files}
    folders = {os.path.dirname(resolve(one.path)) for one in results if one.moved}
    for file in _files(project, folders) if packages else ():
        if resolve(file.path) not in seen:
            for package in _imported(file, packages, project):
                found[packages[package]].append(file.path)
    return found


def roots_of(project: Project, folders: set[str]) -> list[str]:
    """Return the roots of the projects that folders are in."""
    tree = project.tree
    top = tree.resolve(project.root)
    return sorted(
        {
            top if _is_below(folder, top) else project_root(tree, folder)
            for folder in folders
        }
    )


def _files(project: Project, folders: set[str]) -> Iterator[File]:
    """Yield the files of the projects that folders are in, excluded ones as well."""
    for each in roots_of(project, folders):
        yield from discover(project.tree, [each], suffixes=SUFFIXES)


def _is_below(folder: str, top: str) -> bool:
    return not top or f"{folder}/".startswith(f"{top.rstrip('/')}/")


def _imported(file: File, packages: Mapping[str, str], project: Project) -> set[str]:
    """Return which of some packages a file imports, as far as can be seen."""
    try:
        data = project.tree.read(file.path)
    except OSError:
        return set()
    named = {each for each in packages if word_pattern(each).search(data)}
    form = format_named(file.path)
    if not named or form is None or not file.path.endswith((".py", ".pyi")):
        # A word in a notebook is enough to keep what it may import.
        return named
    # ast and all that follows are loaded when the first file needs them.
    from dr_refit.python.facts import Facts
    from dr_refit.python.source import Source

    try:
        facts = Facts(
            source=Source(file.path, data), package=file.package, module=file.module
        )
        imported = {root(each.target) for each in facts.imports if not each.level}
    except FileRefused:
        return named
    return named & imported - {*project.local_modules(file.path)}
