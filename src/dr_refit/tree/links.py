"""Links that are named: what they lead to is taken, once, in the same project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.tree.model import ancestors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


def followed(tree: Tree, path: str) -> str:
    """Return a named file, or what it leads to where it is a link.

    Raises RefitError for a link out of its project.
    """
    folder, name = os.path.split(path)
    target = tree.real(path)
    if target == os.path.join(tree.real(folder), name):
        return path
    above = [*ancestors(tree, tree.real(folder))]
    for mark in (".git", "pyproject.toml"):
        roots = (r for r in above if tree.kind(os.path.join(r, mark)))
        if root := next(roots, ""):
            if root not in ancestors(tree, os.path.dirname(target)):
                what = f"{path}: a link out of the project, to {target}"
                raise RefitError(what, "name that file itself")
            break
    return target if os.path.isabs(path) else os.path.relpath(target, tree.real(""))


def once(tree: Tree, files: Sequence[File]) -> list[File]:
    """Return every file under the first of its names."""
    # A link is none of them.
    real = {
        folder: tree.real(folder) for folder in {os.path.dirname(f.path) for f in files}
    }
    found: dict[str, File] = {}
    for file in files:
        folder, name = os.path.split(file.path)
        found.setdefault(os.path.join(real[folder], name), file)
    return [*found.values()]
