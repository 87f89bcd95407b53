"""Bytes to disk: a file is the old one or the new one, at every moment."""

from __future__ import annotations

import os
import stat

from dr_refit.errors import FileRefused
from dr_refit.findings import Code

#: Why a file is left that somebody else has changed.
CHANGED = "changed while the rewrite ran: run the command again"


def write(path: str, data: bytes, *, expected: bytes) -> None:
    """Replace a file's content atomically; mode kept, hard links detached.

    Raises FileRefused, with the file untouched, where it is read-only, the disk is
    full, or it no longer holds `expected`.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.codemod.tmp")
    try:
        mode = check_writable(path)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _fill(descriptor, data, mode)
            _check(path, expected)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        message = f"{error.strerror or error}: the file is as it was"
        raise FileRefused(Code.NOT_WRITTEN, message) from error


def check_writable(path: str) -> int:
    """Return the mode of a file. Raises FileRefused where it is read-only, OSError."""
    mode = stat.S_IMODE(os.stat(path).st_mode)
    if not mode & 0o222:
        raise FileRefused(Code.NOT_WRITTEN, "read-only: chmod u+w it to let it change")
    return mode


def create(path: str, data: bytes) -> None:
    """Make a file that appears whole, in place of any other. Raises OSError."""
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.codemod.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _fill(descriptor, data, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    os.umask(mask := os.umask(0o077))
    return mask


def _fill(descriptor: int, data: bytes, mode: int) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)


def _check(path: str, expected: bytes) -> None:
    with open(path, "rb") as file:
        if file.read() != expected:
            raise FileRefused(Code.NOT_WRITTEN, CHANGED)
