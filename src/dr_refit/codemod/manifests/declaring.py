"""Which manifests near the files of a run name what is retired, or moved.

Every run asks this: nothing is loaded for it, and no folder of a package looked into.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from dr_refit.manifests import elsewhere, pyproject, requirements_txt
from dr_refit.manifests.names import spelled
from dr_refit.names import parent
from dr_refit.tree.model import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.result import Run
    from dr_refit.project.survey import Project
    from dr_refit.tree.discover import File

_FOLDERS = frozenset([*requirements_txt.FOLDERS, *elsewhere.FOLDERS])


def declaring(run: Run) -> list[str]:
    """Return the folders of such manifests."""
    migrations = run.table.migrations
    names = [spelled(one.distribution) for one in migrations if one.distribution]
    names += map(re.escape, run.table.index.commands)
    if names:
        pattern = rf"(?i)(?<![\w.-])(?:{'|'.join(names)})(?![\w-])"
    else:
        # --move knows of no distribution: what moves is looked for by its module.
        each = {
            rf"{re.escape(move.old)}(?![\w-])"
            if move.module
            else rf"{re.escape(parent(move.old))}[.:]\w"
            for move in run.table.moves
        }
        pattern = rf"(?<![\w.-])(?:{'|'.join(sorted(each))})"
    named = re.compile(pattern.encode())
    return [
        folder
        for folder in _folders(run.project, run.files)
        if any(map(named.search, _manifests(run.project, folder)))
    ]


def _folders(project: Project, files: Sequence[File]) -> Iterator[str]:
    """Yield the folders above packages and scripts, up to the project's root."""
    tree = project.tree
    top = tree.resolve(project.root)
    seen: set[str] = set()
    for folder, package in {(os.path.dirname(f.path), f.package) for f in files}:
        depth = package.count(".") + 1 if package else 0
        for number, above in enumerate(ancestors(tree, folder)):
            if number < depth:
                continue
            if above in seen:
                break
            seen.add(above)
            yield above
            if above == top or tree.kind(os.path.join(above, ".git")):
                break


def _manifests(project: Project, folder: str) -> Iterator[bytes]:
    tree = project.tree
    try:
        entries = tree.scan(folder)
    except OSError:
        return
    for name, kind in entries:
        path = os.path.join(folder, name)
        if kind == "folder" and name in _FOLDERS:
            yield from _manifests(project, path)
        elif kind == "file" and (
            name in pyproject.TABLES
            or requirements_txt.is_one(path)
            or elsewhere.kind_of(path)
        ):
            try:
                yield tree.read(path)
            except OSError:
                continue
