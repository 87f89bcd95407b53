"""The refs of a repository on this machine, read without a process for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit import files
from dr_refit.git.run import git_folder, own_folder
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_OID = regex(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SYMBOLIC = "ref: "


def read(location: str) -> dict[str, str] | None:
    """Map HEAD, branches and tags to their objects; None: only git can tell.

    Raises GitError where there is no repository.
    """
    shared = git_folder(location)
    try:
        # git packs a ref before it removes its file.
        loose = dict(_loose(shared))
        found = dict(_packed(shared)) | loose
        head = _content(own_folder(location), "HEAD")
    except OSError:
        return None
    named = head.removeprefix(_SYMBOLIC)
    if named != head:
        if named not in found:
            return None
        head = found[named]
    found["HEAD"] = head
    # A name of another ref, or anything else.
    return found if all(map(_OID.fullmatch, found.values())) else None


def _loose(shared: str) -> Iterator[tuple[str, str]]:
    """Yield refs that are files. Raises OSError where refs are kept otherwise."""
    for kind in ("heads", "tags"):
        top = os.path.join(shared, "refs", kind)
        if os.path.lexists(top) and not os.path.isdir(top):
            raise NotADirectoryError(top)
        for here, _, names in os.walk(top):
            below = os.path.relpath(here, shared)
            for name in names:
                if not name.endswith(".lock"):
                    yield f"{below}/{name}", _content(here, name)


def _packed(shared: str) -> Iterator[tuple[str, str]]:
    """Yield what lines say: <id> <ref>; after a tag, ^<id> is what it leads to."""
    if os.path.exists(os.path.join(shared, "packed-refs")):
        for line in _content(shared, "packed-refs").split("\n"):
            oid, _, ref = line.partition(" ")
            if ref and oid != "#":
                yield ref, oid


def _content(folder: str, name: str) -> str:
    return os.fsdecode(files.read(os.path.join(folder, name))).rstrip("\n")
