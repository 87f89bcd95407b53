"""The files of a commit, asked as one would ask a disk."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.tree.discover import EXCLUDED, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

_WANTED = (*SUFFIXES, ".toml", "setup.cfg")


def is_wanted(path: str) -> bool:
    """Whether an inspection needs a file: sources, settings, what marks a project."""
    return path.endswith(_WANTED)


class Tree:
    """Files by absolute paths, where `/` is the root of the repository."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = {f"/{path}": data for path, data in files.items()}
        self._folders: dict[str, set[str]] = defaultdict(set)
        for path in [*self.files, "/.git/HEAD"]:
            here = path
            while here != "/":
                here, name = os.path.split(here)
                self._folders[here].add(name)

    def isfile(self, path: str) -> bool:
        """Whether it is a file."""
        return path in self.files

    def isdir(self, path: str) -> bool:
        """Whether it is a folder."""
        return path in self._folders

    def listdir(self, path: str) -> Collection[str]:
        """Name what is in a folder."""
        return self._folders[path]

    def read(self, path: str) -> bytes:
        """Give the content of a file. Raises OSError where there is none."""
        try:
            return self.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    def named(self, name: str) -> list[str]:
        """List the files of a name, from the root down."""
        found = [path for path in self.files if os.path.basename(path) == name]
        return sorted(found, key=lambda path: (path.count("/"), path))

    def sources(
        self, exclude: Sequence[str] | None, extend_exclude: Sequence[str]
    ) -> Iterator[str]:
        """List the Python files that `codemod` looks at, but for what git ignores."""
        excluded = _matcher([*(exclude or ()), *extend_exclude])
        for path in sorted(self.files):
            built_in = exclude is None and self._is_in_excluded(path)
            if path.endswith(SUFFIXES) and not built_in and not excluded(path[1:]):
                yield path

    def _is_in_excluded(self, path: str) -> bool:
        folder, _ = os.path.split(path)
        while folder != "/":
            above, name = os.path.split(folder)
            if name in EXCLUDED and not self.isfile(f"{folder}/__init__.py"):
                return True
            folder = above
        return False


def _matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    if not patterns:
        return lambda _: False
    from pathspec import GitIgnoreSpec  # 50 ms, and most have none

    return GitIgnoreSpec.from_lines(patterns).match_file
