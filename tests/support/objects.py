"""A commit without a repository: its objects are in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.tree.commit import Commit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Objects:
    """What is stored; a path of the commit is its own object, others are numbered."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.stored = dict(files)

    def content(self, oid: str) -> bytes:
        return self.stored[oid]

    def contents(self, oids: Sequence[str]) -> Iterator[bytes]:
        return map(self.content, oids)

    def blob(self, data: bytes) -> str:
        oid = str(len(self.stored))
        self.stored[oid] = data
        return oid


def commit_of(
    files: Mapping[str, bytes], modes: Mapping[str, str] | None = None
) -> Commit:
    """Make the commit that has these files."""
    kinds = dict.fromkeys(files, "100644") | dict(modes or {})
    return Commit({path: (kinds[path], path) for path in files}, Objects(files))
