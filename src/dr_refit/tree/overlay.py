"""A tree in which some files have other contents, and all else is as it is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.tree.model import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager

    from dr_refit.errors import FileRefused
    from dr_refit.tree.model import ChangeSet, Kind, Tree


class Overlay:
    """A tree and the new contents of files, which may not be there yet.

    It is there to be read: a change is made of the tree below.
    """

    def __init__(self, tree: Tree, contents: Mapping[str, bytes]) -> None:
        self._tree = tree
        self._contents = contents
        self.has_ignored = tree.has_ignored
        self._full = {tree.resolve(path): path for path in contents}

    def _own(self, path: str) -> bytes | None:
        """Return the new content of a file, if it has one."""
        name = self._full.get(self._tree.resolve(path))
        return None if name is None else self._contents[name]

    def resolve(self, path: str) -> str:
        """Return the one spelling of a path that its parents can be taken from."""
        return self._tree.resolve(path)

    def real(self, path: str) -> str:
        """Return the path with every link in it followed."""
        return self._tree.real(path)

    def scan(self, folder: str) -> Iterable[Entry]:
        """Return what is in a folder. Raises OSError."""
        here = self._tree.resolve(folder)
        new = {
            os.path.basename(path)
            for path in self._full
            if os.path.dirname(path) == here
        }
        found = [*self._tree.scan(folder)]
        new -= {entry.name for entry in found}
        return [*found, *(Entry(name, "file") for name in sorted(new))]

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path. None: nothing."""
        return self._tree.kind(path) if self._own(path) is None else "file"

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError."""
        own = self._own(path)
        return self._tree.read(path) if own is None else own

    def laid_out(self) -> AbstractContextManager[str]:
        """Return a folder in which a program finds its modules and settings."""
        return self._tree.laid_out()

    def size(self, path: str) -> int:
        """Return how large a file is; 0 where that is not known without reading it."""
        own = self._own(path)
        return self._tree.size(path) if own is None else len(own)

    def apply(self, change: ChangeSet) -> Mapping[str, FileRefused]:
        """Refuse: it is not written through."""
        raise NotImplementedError
