"""Objects written as git does, one file each, without a process for it."""

from __future__ import annotations

import hashlib
import os
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from dr_refit.git.run import IDENTITY, GitError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def object_id(kind: str, data: bytes) -> str:
    """Return the name that git has for an object."""
    return hashlib.sha1(_whole(kind, data)).hexdigest()  # noqa: S324 - git's


def _whole(kind: str, data: bytes) -> bytes:
    return b"%s %d\0%s" % (kind.encode(), len(data), data)


#: The tree without a file.
_EMPTY = object_id("tree", b"")


def write(repository: str, kind: str, data: bytes, there: Collection[str] = ()) -> str:
    """Write an object, unless it is there. Raises GitError where that fails.

    `there` are objects that refs lead to, in whatever file: they stay.
    """
    oid = object_id(kind, data)
    if oid in there:
        return oid
    folder = os.path.join(repository, "objects", oid[:2])
    path = os.path.join(folder, oid[2:])
    try:
        # What is used anew is not removed for its age.
        with suppress(FileNotFoundError):
            os.utime(path)
            return oid
        packed = zlib.compress(_whole(kind, data), 1)
        try:
            appear(path, packed)
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
            appear(path, packed)
    except OSError as error:
        raise GitError("hash-object", error.strerror or str(error)) from error
    return oid


def appear(path: str, data: bytes) -> None:
    """Write a file that is there whole, or not at all."""
    # So git calls what a killed process has left.
    own = os.path.join(os.path.dirname(path), f"tmp_obj_{os.urandom(8).hex()}")
    descriptor = os.open(own, _NEW, 0o444)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.rename(own, path)
    except BaseException:
        os.unlink(own)
        raise


def write_folder(repository: str, folder: str, there: Collection[str]) -> str:
    """Write the tree of a folder, its files as they are; empty folders are nothing.

    Return the empty tree where there is no file. `there`: as `write` has them.
    """
    named: dict[bytes, bytes] = {}
    for entry in os.scandir(os.fsencode(folder)):
        name = entry.name
        if entry.is_symlink():
            target = os.readlink(entry.path)
            mode, oid = b"120000", write(repository, "blob", target, there)
        elif entry.is_dir():
            path = os.fsdecode(entry.path)
            mode, oid = b"40000", write_folder(repository, path, there)
            if oid == _EMPTY:
                continue
            # git sorts folders as if their names ended so.
            name += b"/"
        else:
            with open(entry.path, "rb") as file:
                program = os.fstat(file.fileno()).st_mode & 0o100
                mode = b"100755" if program else b"100644"
                oid = write(repository, "blob", file.read(), there)
        named[name] = b"%s %s\0%s" % (mode, entry.name, bytes.fromhex(oid))
    listed = b"".join(named[name] for name in sorted(named))
    return write(repository, "tree", listed, there)


def write_commit(
    repository: str, tree: str, parents: Sequence[str], message: str
) -> str:
    """Write a commit of ours, which is the same whenever it is made."""
    person = "{} <{}> 0 +0000".format(*IDENTITY)
    lines = [
        f"tree {tree}",
        *(f"parent {parent}" for parent in parents),
        f"author {person}",
        f"committer {person}",
        "",
        message,
    ]
    return write(repository, "commit", "\n".join(lines).encode())
