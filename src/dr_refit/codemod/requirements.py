"""What a project has to require after a rewrite, and what it need not any more."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import SUFFIXES, format_named, read
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


def to_add(results: Sequence[FileResult], project: Project) -> tuple[str, ...]:
    """Return what new imports require, but for what a manifest asks for already.

    A project does not require itself.
    """
    wanted = {text for result in results for text in result.requirements}
    if not wanted:
        return ()
    from dr_refit.manifests.requirements import merge, satisfies

    declared = [each.requirement for each in project.requirements]
    return tuple(
        text
        for text in merge(wanted, project.owner)
        if not any(satisfies(one, text, declared) for one in declared)
    )


def to_drop(
    results: Sequence[FileResult],
    files: Sequence[File],
    project: Project,
    table: MoveTable,
) -> tuple[str, ...]:
    """Return the distributions that nothing in the project imports any more.

    `files` were looked at; the others of the project are searched here.
    """
    moved = {name for result in results for name in result.moved}
    left = {name for result in results for name in result.left}
    packages = {
        package: migration.distribution
        for migration in table.migrations
        if migration.id in moved - left
        if migration.distribution not in {None, project.owner}
        for package in migration.roots
    }
    if not packages:
        return ()
    resolve = project.tree.resolve
    seen = {resolve(result.path) for result in results}
    if any(migration.retired for migration in table.migrations):
        # Every file that names such a package was parsed.
        seen |= {resolve(file.path) for file in files}
    folders = {os.path.dirname(resolve(one.path)) for one in results if one.moved}
    for file in _files(project, folders):
        if resolve(file.path) not in seen:
            for package in _imported(file, packages, project):
                # Whoever imports one package needs all of its distribution.
                needed = packages.get(package)
                packages = {k: v for k, v in packages.items() if v != needed}
        if not packages:
            break
    return tuple(sorted({each for each in packages.values() if each}))


def _files(project: Project, folders: set[str]) -> Iterator[File]:
    """Yield the files of the projects that folders are in, excluded ones as well."""
    tree = project.tree
    top = tree.resolve(project.root)
    roots = {
        top if _is_below(folder, top) else project_root(tree, folder)
        for folder in folders
    }
    for each in roots:
        yield from discover(tree, [each], suffixes=SUFFIXES)


def _is_below(folder: str, top: str) -> bool:
    return not top or f"{folder}/".startswith(f"{top.rstrip('/')}/")


def _imported(file: File, packages: Mapping[str, object], project: Project) -> set[str]:
    """Return which of some packages a file imports, as far as can be seen."""
    try:
        data = project.tree.read(file.path)
    except OSError:
        return set()
    named = {each for each in packages if word_pattern(each).search(data)}
    if not named or format_named(file.path) is None:
        return named
    # ast and all that follows are loaded when the first file needs them.
    from dr_refit.python.imports import read_imports

    try:
        fragments = read(file.path, data).fragments
        imported = {
            root(each.target)
            for fragment in fragments
            for each in read_imports(fragment.source, file.package, file.module)
            if not each.level
        }
    except FileRefused:
        return named
    return named & imported - {*project.local_modules(file.path)}
