"""The files of a commit, read and changed without a checkout."""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from errno import ENOENT
from typing import TYPE_CHECKING, Protocol

from dr_refit.tree.model import Entry, is_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from dr_refit.errors import FileRefused
    from dr_refit.tree.model import ChangeSet, Kind

    #: Of a git tree: mode and object.
    type Stored = tuple[str, str]


#: More bytes are not kept.
_MOST = 1 << 23


class Objects(Protocol):
    """A git repository's objects."""

    def content(self, oid: str) -> bytes:
        """Return the content of a file."""

    def contents(self, oids: Sequence[str]) -> Iterator[bytes]:
        """Yield the contents of files, in that order."""

    def blob(self, data: bytes) -> str:
        """Write a file's content. Return its object."""


class Commit:
    """The files of a commit, as the entries of its tree; what it reads is stored.

    A change becomes other entries: nobody sees any of it before they are written as a
    tree.
    """

    has_ignored = False

    def __init__(
        self, entries: Mapping[str, Stored], objects: Objects, scratch: str = ""
    ) -> None:
        self._objects = objects
        #: Where it may lay out its files; empty: where all programs do.
        self._scratch = scratch
        self._entries = dict(entries)
        self._folders = _folders(entries)
        #: What differs from the commit: path -> entry, or None where it is gone.
        self.changed: dict[str, Stored | None] = {}
        #: What is looked at is asked for again: objects, as long as they are not much.
        self._read: dict[str, bytes] = {}
        self._size = 0

    def named(self, name: str) -> list[str]:
        """List the files of a name, from the root down."""
        found = [path for path in self._entries if path.rpartition("/")[2] == name]
        files = [path for path in found if self.kind(path) == "file"]
        return sorted(files, key=lambda path: (path.count("/"), path))

    def resolve(self, path: str) -> str:
        """Return the path without dots and double slashes."""
        return os.path.normpath(f"/{path}")[1:]

    def real(self, path: str) -> str:
        """Return the path as `resolve` does: links lead nowhere."""
        return self.resolve(path)

    def scan(self, folder: str) -> list[Entry]:
        """Return what is in a folder. Raises OSError."""
        if (names := self._folders.get(folder)) is None:
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), folder)
        below = f"{folder}/" if folder else ""
        return [Entry(name, self.kind(f"{below}{name}") or "other") for name in names]

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path; links and submodules lead nowhere."""
        if stored := self._entries.get(path):
            return "file" if stored[0].startswith("100") else "other"
        # Its root is that of a repository.
        return "folder" if path in self._folders or path == ".git" else None

    @contextmanager
    def laid_out(self) -> Iterator[str]:
        """Make a folder with its modules, which are empty, and its settings."""
        import tempfile

        with tempfile.TemporaryDirectory(dir=self._scratch or None) as folder:
            for path in self._entries:
                settings = path.endswith(".toml")
                # No git makes a name such as `..`, but a tree may be made by anything.
                safe = not {"", ".", ".."} & {*path.split("/")}
                if not (settings or path.endswith((".py", ".pyi"))) or not safe:
                    continue
                if self.kind(path) == "file":
                    to = os.path.join(folder, path)
                    os.makedirs(os.path.dirname(to), exist_ok=True)
                    with open(to, "xb") as file:
                        file.write(self.read(path) if settings else b"")
            yield folder

    def size(self, path: str) -> int:  # noqa: ARG002 - of the protocol
        """Return 0: only reading an object tells."""
        return 0

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError."""
        if self.kind(path) != "file":
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), path)
        oid = self._entries[path][1]
        data = self._read.get(oid)
        if data is None:
            data = self._objects.content(oid)
            if self._size > _MOST:
                self._read.clear()
                self._size = 0
            self._keep(oid, data)
        return data

    def _keep(self, oid: str, data: bytes) -> None:
        self._read[oid] = data
        self._size += len(data)

    def load(self, paths: Iterable[str]) -> None:
        """Read files that will be asked for, at once: as many as are kept."""
        oids = {self._entries[path][1]: None for path in paths}
        wanted = [oid for oid in oids if oid not in self._read]
        for data, oid in zip(self._objects.contents(wanted), wanted, strict=True):
            self._keep(oid, data)
            if self._size > _MOST:
                return

    def barred(self, change: ChangeSet) -> dict[str, FileRefused]:  # noqa: ARG002
        """Return nothing: a commit can always be made."""
        return {}

    def promised(
        self,
        change: ChangeSet,  # noqa: ARG002
        after: ChangeSet,  # noqa: ARG002
    ) -> AbstractContextManager[None]:
        """Do nothing: what dies before its end has made no commit."""
        return nullcontext()

    def apply(self, change: ChangeSet) -> dict[str, FileRefused]:
        """Make a change as a whole: nothing of it can be refused."""
        changed: dict[str, Stored | None] = {}
        for rewrite in change.rewrites:
            mode, oid = self._entries[rewrite.path]
            text = rewrite.of(self._objects.content(oid))
            changed[rewrite.path] = mode, self._objects.blob(text)
        for path, data in change.additions.items():
            changed[path] = "100644", self._objects.blob(data)
        for old, new in change.renames.items():
            for path in [p for p in self._entries if is_below(p, old)]:
                entry = changed.get(path) or self._entries[path]
                changed |= {new + path[len(old) :]: entry, path: None}
        changed |= dict.fromkeys(change.deletions)
        merged = self._entries | changed
        self._entries = {path: entry for path, entry in merged.items() if entry}
        self._folders = _folders(self._entries)
        self.changed |= changed
        return {}


def _folders(paths: Iterable[str]) -> dict[str, dict[str, None]]:
    """Return the names in every folder, in order."""
    found: dict[str, dict[str, None]] = {"": {}}
    for path in sorted(paths):
        here = path
        while here:
            here, _, name = here.rpartition("/")
            if name in (names := found.setdefault(here, {})):
                break
            names[name] = None
    return found
