"""Read files that may be anything: regular ones alone, and not without end."""

from __future__ import annotations

import errno
import os
import stat

#: More bytes than this are of no file of Python, TOML or patterns.
MOST = 64 << 20

#: The open of a pipe that nobody writes to would wait for ever.
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


def read(path: str) -> bytes:
    """Return the content of a regular file. Raises OSError, for all others too."""
    descriptor = os.open(path, _FLAGS)
    try:
        return read_open(descriptor, path)
    finally:
        os.close(descriptor)


def shipped(name: str) -> str:
    """Return the path of what comes along: in the package, else in the repository."""
    package = os.path.dirname(os.path.abspath(__file__))
    installed = os.path.join(package, name)
    if os.path.exists(installed):
        return installed
    return os.path.join(os.path.dirname(os.path.dirname(package)), name)


def open_in(folder: int, name: str) -> int:
    """Open a file of an open folder, if it is no link. Raises OSError."""
    return os.open(name, _FLAGS | os.O_NOFOLLOW, dir_fd=folder)


def read_open(descriptor: int, path: str) -> bytes:
    """Return the content of an open file, if it is a regular one. Raises OSError."""
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", path)
    size = status.st_size
    if size > MOST:
        raise _too_large(path)
    data = os.read(descriptor, size + 1)
    while len(data) > size or (data and len(data) < size):
        # It grew, or came in pieces.
        size = len(data)
        more = os.read(descriptor, 1 << 20)
        data += more
        if size > MOST:
            raise _too_large(path)
        if not more:
            break
    return data


def _too_large(path: str) -> OSError:
    return OSError(errno.EFBIG, f"larger than {MOST >> 20} MB", path)
