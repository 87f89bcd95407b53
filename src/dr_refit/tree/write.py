"""Bytes to disk: a file is the old one or the new one, at every moment."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from dr_refit import files
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.tree.attributes import keep

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Why a file is left that somebody else has changed.
CHANGED = "changed while the rewrite ran: run the command again"

#: A folder is opened for what is in it, even where its names may not be read.
_FOLDER = os.O_DIRECTORY | os.O_CLOEXEC | getattr(os, "O_PATH", os.O_RDONLY)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
#: How long a name may be, in bytes, for another to be made of it.
_LONG = 200


def write(path: str, data: bytes, *, expected: bytes, token: str = "") -> None:
    """Replace a file's content atomically, and nothing else of it but its times.

    Hard links are detached. `token` is in the name of the file that is there for a
    moment. Raises FileRefused, with the file untouched, where it is
    read-only or a link, cannot stay whose it is, the disk is full, or it no longer
    holds `expected`.
    """
    try:
        with _new(path, data, token) as (folder, name, new):
            try:
                old = files.open_in(folder, name)
            except OSError as error:
                # It was a file when it was read.
                raise FileRefused(Code.NOT_WRITTEN, CHANGED) from error
            try:
                check_writable(os.fstat(old))
                if files.read_open(old, path) != expected:
                    raise FileRefused(Code.NOT_WRITTEN, CHANGED)
                keep(old, new)
            finally:
                os.close(old)
    except OSError as error:
        message = f"{error.strerror or error}: the file is as it was"
        raise FileRefused(Code.NOT_WRITTEN, message) from error


def check_writable(status: os.stat_result) -> None:
    """Raise FileRefused where a file is read-only."""
    if not status.st_mode & 0o222:
        raise FileRefused(Code.NOT_WRITTEN, "read-only: chmod u+w it to let it change")


def create(path: str, data: bytes, *, token: str = "") -> None:
    """Make a file that appears whole, in place of any other. Raises OSError."""
    with _new(path, data, token) as (_, _, new):
        os.fchmod(new, 0o666 & ~_umask())


def new_token() -> str:
    """Return what no other run has in the names of its files."""
    return os.urandom(4).hex()


def temporary(name: str, token: str) -> str:
    """Return how a file is called until it takes the place of another."""
    if len(encoded := os.fsencode(name)) > _LONG:
        from dr_refit.tree.model import digest

        name = digest(encoded).hex()
    return f".{name}.{token}.codemod.tmp"


@contextmanager
def _new(path: str, data: bytes, token: str) -> Iterator[tuple[int, str, int]]:
    """Fill a new file that takes the place of a path at the end.

    Yield the open folder, the name in it, and the open new file. Raises OSError.
    """
    above, name = os.path.split(path)
    made = temporary(name, token or new_token())
    # All is done in this one folder, whatever becomes of the path to it.
    folder = os.open(above or ".", _FOLDER)
    try:
        try:
            new = os.open(made, _NEW, 0o600, dir_fd=folder)
            with os.fdopen(new, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(new)
                yield folder, name, new
            os.replace(made, name, src_dir_fd=folder, dst_dir_fd=folder)
        except FileExistsError:
            raise
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(made, dir_fd=folder)
            raise
    finally:
        os.close(folder)


def _umask() -> int:
    os.umask(mask := os.umask(0o077))
    return mask
