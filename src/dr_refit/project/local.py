"""Modules of a project that only happen to be called like a retired package."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.manifests import pyproject
from dr_refit.records import NamedTuple
from dr_refit.tree.model import ancestors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.tree.discover import Exclusions
    from dr_refit.tree.model import Tree

_PROJECT = (".git", "pyproject.toml", "setup.py", "setup.cfg")


class Retired(NamedTuple):
    """What a retired package is known by in its own repository."""

    submodules: frozenset[str]
    distribution: str | None


def local_modules(
    tree: Tree, folder: str, retired: Mapping[str, Retired]
) -> dict[str, str]:
    """Map each retired name to the local module that it means in a folder's files.

    Python finds them next to the script, at the root, or under src/. The package
    itself, in its own repository, is told by the submodules it is known to have: by
    half of them, or by one in a project of its name, however old.
    """
    folder = tree.resolve(folder)
    root = project_root(tree, folder)
    found = {}
    for name, package in retired.items():
        for place in (folder, root, os.path.join(root, "src")):
            module = os.path.join(place, name)
            if tree.kind(f"{module}.py") == "file":
                found[name] = os.path.relpath(f"{module}.py", root or ".")
            elif tree.kind(module) == "folder":
                own = owner_of(tree, root) == package.distribution
                enough = 1 if own else (len(package.submodules) + 1) // 2
                if _is_package(tree, module, package.submodules, enough):
                    continue
                found[name] = os.path.relpath(module, root or ".")
            else:
                continue
            break
    return found


def _is_package(tree: Tree, folder: str, known: frozenset[str], enough: int) -> bool:
    """Return whether a folder is the retired package itself, or no module at all."""
    try:
        names = {entry.name.removesuffix(".py") for entry in tree.scan(folder)}
    except OSError:
        return True
    if "__init__" not in names:
        return True
    return len(names & known) >= enough


def project_root(tree: Tree, folder: str) -> str:
    """Return the nearest folder above that is a project; else the folder itself."""
    for above in ancestors(tree, folder):
        if is_project(tree, above):
            return above
    return folder


def is_project(tree: Tree, folder: str) -> bool:
    """Return whether a folder is the root of a project."""
    return any(tree.kind(os.path.join(folder, mark)) for mark in _PROJECT)


def source_of(tree: Tree, root: str, package: str) -> str:
    """Return the folder of a package in the source of a project; empty: none.

    It is at the root, or under src/, where it may be a namespace package.
    """
    beside, below = os.path.join(root, package), os.path.join(root, "src", package)
    if tree.kind(below) == "folder":
        return below
    marked = tree.kind(os.path.join(beside, "__init__.py")) == "file"
    return beside if marked else ""


def beyond(tree: Tree, paths: Sequence[str], exclusions: Exclusions) -> str:
    """Return the folder of a project of which paths are a part; empty: they are all."""
    folders = [path for path in paths if tree.kind(path) == "folder"]
    first = paths[0] if paths[0] in folders else os.path.dirname(paths[0])
    root = tree.resolve(project_root(tree, first))
    whole = any(f"{root}/".startswith(f"{tree.resolve(path)}/") for path in folders)
    excluded = exclusions.exclude or exclusions.extend
    if tree.kind(root) != "folder" or (whole and not excluded):
        return ""
    return root


def owner_of(tree: Tree, root: str) -> str:
    """Return a project's own distribution, normalised; empty: none is declared."""
    try:
        data = tree.read(os.path.join(root, "pyproject.toml"))
    except OSError:
        return ""
    return pyproject.name_in(data)
