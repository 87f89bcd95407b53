"""A tree of files, on a disk or in a commit, and a change of it as one value."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, Protocol

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from dr_refit.errors import FileRefused

#: other: a link, a submodule, a socket.
Kind = Literal["file", "folder", "other"]


class Entry(NamedTuple):
    """What a folder has under a name; links are not followed."""

    name: str
    kind: Kind


class Tree(Protocol):
    """The files of a working tree, or of a commit.

    Paths are "/"-separated and relative to the tree, whose root is the empty one; on a
    disk they may be absolute as well.
    """

    #: Whether git may ignore files in it. In a commit, all are tracked.
    has_ignored: bool

    def resolve(self, path: str) -> str:
        """Return the one spelling of a path that its parents can be taken from."""

    def real(self, path: str) -> str:
        """Return the path with every link in it followed; on a disk, absolute."""

    def scan(self, folder: str) -> Iterable[Entry]:
        """Return what is in a folder. Raises OSError."""

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path; on a disk, links are followed. None: nothing."""

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError."""

    def laid_out(self) -> AbstractContextManager[str]:
        """Return a folder in which a program finds its modules and settings by path.

        Nothing is to be read from a module there, nor written. Raises OSError.
        """

    def size(self, path: str) -> int:
        """Return how large a file is; 0 where that is not known without reading it."""

    def apply(self, change: ChangeSet) -> Mapping[str, FileRefused]:
        """Make a change. Return why files were left as they are, by path."""

    def barred(self, change: ChangeSet) -> dict[str, FileRefused]:
        """Return why files could not be rewritten, as far as that shows before."""

    def promised(
        self, change: ChangeSet, after: ChangeSet
    ) -> AbstractContextManager[None]:
        """Have a change made by the next run if this one dies before it makes it.

        Unless it dies before all is rewritten that comes before: then the next run
        finds what is left to do itself.
        """


class Splice(NamedTuple):
    """New bytes in the place of some old ones."""

    start: int
    end: int
    text: bytes


class Rewrite(NamedTuple):
    """New content of a file, as what takes the place of parts of the old one."""

    path: str
    #: Of the old content.
    digest: bytes
    #: In order, and apart.
    splices: tuple[Splice, ...]

    def of(self, old: bytes) -> bytes:
        """Return the new content."""
        return spliced(old, self.splices)


def spliced(old: bytes, splices: Iterable[Splice]) -> bytes:
    """Return a content with new parts, which are in order and apart."""
    parts: list[bytes] = []
    end = 0
    for splice in splices:
        parts += old[end : splice.start], splice.text
        end = splice.end
    return b"".join([*parts, old[end:]])


def digest(data: bytes) -> bytes:
    """Return what tells a file's content from any other."""
    from hashlib import blake2b  # only where a file changes

    return blake2b(data, digest_size=16).digest()


class ChangeSet(NamedTuple):
    """A change of a tree: what it means is known before any of it is done."""

    rewrites: tuple[Rewrite, ...] = ()
    #: Path -> content of files that are not there yet.
    additions: Mapping[str, bytes] = {}
    #: Old path -> new path, of files and of whole folders, after the rewrites.
    renames: Mapping[str, str] = {}
    deletions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.rewrites or self.additions or self.renames or self.deletions)


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is another one, or in the folder there."""
    return path == folder or path.startswith(f"{folder}/")


def content(tree: Tree, path: str) -> bytes:
    """Return what a file holds; nothing where it cannot be read.

    That is reported where it is rewritten.
    """
    try:
        return tree.read(path)
    except OSError:
        return b""


def ancestors(tree: Tree, folder: str) -> Iterator[str]:
    """Yield a folder and the folders above it, up to the top."""
    here = tree.resolve(folder)
    yield here
    while (above := os.path.dirname(here)) != here:
        yield above
        here = above
