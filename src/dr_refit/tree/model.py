"""A tree of files, on a disk or in a commit, and a change of it as one value."""

from __future__ import annotations

import os
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

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

    def scan(self, folder: str) -> Iterable[Entry]:
        """Return what is in a folder. Raises OSError."""

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path; on a disk, links are followed. None: nothing."""

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError."""

    def size(self, path: str) -> int:
        """Return how large a file is; 0 where that is not known without reading it."""

    def apply(self, change: ChangeSet) -> Mapping[str, FileRefused]:
        """Make a change. Return why files were left as they are, by path."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """New content of a file, as what takes the place of a part of the old one."""

    path: str
    #: Of the old content.
    digest: bytes
    start: int
    end: int
    text: bytes

    def of(self, old: bytes) -> bytes:
        """Return the new content."""
        return old[: self.start] + self.text + old[self.end :]


def digest(data: bytes) -> bytes:
    """Return what tells a file's content from any other."""
    from hashlib import blake2b  # only where a file changes

    return blake2b(data, digest_size=16).digest()


def rewrite_between(path: str, old: bytes, new: bytes) -> Rewrite:
    """Return the rewrite of a file that makes one content the other."""
    shorter = min(len(old), len(new))
    start = _longest(shorter, lambda size: old[:size] == new[:size])
    behind = _longest(shorter - start, lambda size: old.endswith(new[-size:]))
    return Rewrite(
        path=path,
        digest=digest(old),
        start=start,
        end=len(old) - behind,
        text=new[start : len(new) - behind],
    )


def _longest(limit: int, fits: Callable[[int], bool]) -> int:
    """Return the largest size up to a limit that fits, where all smaller ones do."""
    return bisect_left(range(1, limit + 1), True, key=lambda size: not fits(size))


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeSet:
    """A change of a tree: what it means is known before any of it is done."""

    rewrites: tuple[Rewrite, ...] = ()
    #: Path -> content of files that are not there yet.
    additions: Mapping[str, bytes] = field(default_factory=dict)
    #: Old path -> new path, after the rewrites.
    renames: Mapping[str, str] = field(default_factory=dict)
    deletions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.rewrites or self.additions or self.renames or self.deletions)


def ancestors(tree: Tree, folder: str) -> Iterator[str]:
    """Yield a folder and the folders above it, up to the top."""
    here = tree.resolve(folder)
    yield here
    while (above := os.path.dirname(here)) != here:
        yield above
        here = above
