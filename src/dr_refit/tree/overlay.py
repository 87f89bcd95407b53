"""A tree after a change that is not made: other contents, and other places."""

from __future__ import annotations

import os
from errno import ENOENT
from typing import TYPE_CHECKING

from dr_refit.tree.model import Entry, is_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from dr_refit.errors import FileRefused
    from dr_refit.tree.model import ChangeSet, Kind, Tree


class Overlay:
    """A tree, the new contents of files, and where files and folders are then.

    Both may not be there yet. It is there to be read: a change is made of the tree
    below.
    """

    def __init__(
        self,
        tree: Tree,
        contents: Mapping[str, bytes],
        renames: Mapping[str, str] | None = None,
    ) -> None:
        self._tree = tree
        self._contents = contents
        self.has_ignored = tree.has_ignored
        self._full = {tree.resolve(path): path for path in contents}
        #: New path -> old path.
        self._moved = {
            tree.resolve(new): tree.resolve(old) for old, new in (renames or {}).items()
        }

    def _own(self, path: str) -> bytes | None:
        """Return the new content of a file, if it has one."""
        name = self._full.get(self._tree.resolve(path))
        return None if name is None else self._contents[name]

    def _below(self, path: str) -> str | None:
        """Return where in the tree below something is; None: it was moved away."""
        if not self._moved:
            return path
        full = self._tree.resolve(path)
        for new, old in self._moved.items():
            if is_below(full, new):
                return old + full[len(new) :]
        gone = any(is_below(full, old) for old in self._moved.values())
        return None if gone else path

    def _new(self, folder: str) -> Iterator[tuple[str, Kind]]:
        """Yield what is new in a folder, by its name."""
        here = self._tree.resolve(folder)
        start = f"{here}/" if here else ""
        for path in (*self._full, *self._moved):
            if path.startswith(start):
                name, _, deeper = path[len(start) :].partition("/")
                yield name, "folder" if deeper else self.kind(path) or "file"

    def resolve(self, path: str) -> str:
        """Return the one spelling of a path that its parents can be taken from."""
        return self._tree.resolve(path)

    def real(self, path: str) -> str:
        """Return the path with every link in it followed."""
        return self._tree.real(path)

    def scan(self, folder: str) -> Iterable[Entry]:
        """Return what is in a folder. Raises OSError."""
        new = dict(self._new(folder))
        below = self._below(folder)
        if not new or (below is not None and self._tree.kind(below) == "folder"):
            for entry in self._tree.scan(self._there(folder)):
                if self._below(f"{folder}/{entry.name}" if folder else entry.name):
                    new[entry.name] = entry.kind
        return [Entry(name, kind) for name, kind in new.items()]

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path. None: nothing."""
        if self._own(path) is not None:
            return "file"
        below = self._below(path)
        found = None if below is None else self._tree.kind(below)
        return found or ("folder" if any(self._new(path)) else None)

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError."""
        own = self._own(path)
        return self._tree.read(self._there(path)) if own is None else own

    def _there(self, path: str) -> str:
        below = self._below(path)
        if below is None:
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), path)
        return below

    def laid_out(self) -> AbstractContextManager[str]:
        """Return a folder in which a program finds its modules and settings."""
        return self._tree.laid_out()

    def size(self, path: str) -> int:
        """Return how large a file is; 0 where that is not known without reading it."""
        own, below = self._own(path), self._below(path)
        if own is not None:
            return len(own)
        return 0 if below is None else self._tree.size(below)

    def apply(self, change: ChangeSet) -> Mapping[str, FileRefused]:
        """Refuse: it is not written through."""
        raise NotImplementedError

    def barred(self, change: ChangeSet) -> dict[str, FileRefused]:
        """Refuse: it is not written through."""
        raise NotImplementedError

    def promised(
        self, change: ChangeSet, after: ChangeSet
    ) -> AbstractContextManager[None]:
        """Refuse: it is not written through."""
        raise NotImplementedError
