"""Whether a top-level name means a module of the repository itself."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

    from dr_refit.migration.table import MoveTable


class Tree(Protocol):
    """Where files are: the disk, or a commit. Paths are absolute."""

    def isfile(self, path: str) -> bool:
        """Whether it is a file."""

    def isdir(self, path: str) -> bool:
        """Whether it is a folder."""

    def listdir(self, path: str) -> Collection[str]:
        """Name what is in a folder. Raises OSError where that cannot be told."""

    def read(self, path: str) -> bytes:
        """Give the content of a file. Raises OSError where there is none."""


class _Disk:
    isfile = staticmethod(os.path.isfile)
    isdir = staticmethod(os.path.isdir)
    listdir = staticmethod(os.listdir)

    def read(self, path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()


_PROJECT = (".git", "pyproject.toml", "setup.py", "setup.cfg")


class LocalModules:
    """Finds modules that only happen to be called like a retired package.

    Python finds them next to the script, at the root, or under src/. The package
    itself, in its own repository, is told by the submodules it is known to have: by
    half of them, or by one in a project of its name, however old.
    """

    def __init__(self, lookup: MoveTable, tree: Tree | None = None) -> None:
        self._tree: Tree = tree or _Disk()
        #: Retired package -> its known submodules, and the distribution that it is.
        #: What is named by --move is meant.
        self._known = {
            name: (lookup.submodules(name), migration.distribution)
            for migration in lookup.migrations
            for name in migration.retired
        }

    def near(self, path: str) -> dict[str, str]:
        """Map each retired name to the local module that it means in a file."""
        if not self._known:
            return {}
        return self._near(os.path.dirname(os.path.abspath(path)))

    @cache  # noqa: B019 - one object a run
    def _near(self, folder: str) -> dict[str, str]:
        root = self._project_root(folder)
        found = {}
        for name, (known, distribution) in self._known.items():
            for place in (folder, root, os.path.join(root, "src")):
                module = os.path.join(place, name)
                if self._tree.isfile(f"{module}.py"):
                    found[name] = os.path.relpath(f"{module}.py", root)
                elif self._tree.isdir(module):
                    own = distribution_of(root, self._tree) == distribution
                    enough = 1 if own else (len(known) + 1) // 2
                    if self._is_package(module, known, enough):
                        continue
                    found[name] = os.path.relpath(module, root)
                else:
                    continue
                break
        return found

    def _is_package(self, folder: str, known: frozenset[str], enough: int) -> bool:
        """Whether a folder is the retired package itself, or no module at all."""
        try:
            names = {name.removesuffix(".py") for name in self._tree.listdir(folder)}
        except OSError:
            return True
        if "__init__" not in names:
            return True
        return len(names & known) >= enough

    def _project_root(self, folder: str) -> str:
        """Find the nearest folder above that is a project; else the folder itself."""
        here = folder
        while not any(self._exists(os.path.join(here, mark)) for mark in _PROJECT):
            above = os.path.dirname(here)
            if above == here:
                return folder
            here = above
        return here

    def _exists(self, path: str) -> bool:
        return self._tree.isfile(path) or self._tree.isdir(path)


def distribution_of(root: str, tree: Tree | None = None) -> str:
    """Name a project's own distribution, normalised (PEP 503); empty: none declared."""
    import tomllib  # rarely needed

    try:
        text = (tree or _Disk()).read(os.path.join(root, "pyproject.toml")).decode()
        project = tomllib.loads(text).get("project")
    except (OSError, ValueError):
        return ""
    name = project.get("name") if isinstance(project, dict) else None
    return re.sub(r"[-_.]+", "-", name).lower() if isinstance(name, str) else ""
