"""What a run that was killed has left beside the files, removed by the next one.

Before files are written, a note in the user's own folder says how those are called that
take their places. It is locked while the run lasts, and gone afterwards.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from dr_refit.tree.write import new_token, temporary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SUFFIX = ".writing"


def folder() -> str:
    """Return the user's own folder, where notes and journals lie."""
    state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return os.path.join(state, "dr-refit")


@contextmanager
def noted(paths: Iterable[str]) -> Iterator[str]:
    """Note which files are about to be written; yield the token of their names.

    Where no note can be made, they are written without one.
    """
    token = new_token()
    note = os.path.join(folder(), f"{token}{_SUFFIX}")
    opened = None
    with suppress(OSError):
        opened = _made(note, [_beside(path, token) for path in paths])
    try:
        yield token
    finally:
        if opened is not None:
            with suppress(OSError):
                os.unlink(note)
            os.close(opened)


def clear() -> None:
    """Remove what runs have left that are no more."""
    with suppress(OSError):
        for name in os.listdir(folder()):
            if name.endswith(_SUFFIX):
                with suppress(OSError):
                    _clear(os.path.join(folder(), name))


def _beside(path: str, token: str) -> str:
    above, name = os.path.split(path)
    return os.path.join(os.path.realpath(above), temporary(name, token))


def _made(note: str, names: Iterable[str]) -> int:
    """Make and lock a note. Raises OSError."""
    import fcntl

    os.makedirs(folder(), exist_ok=True)
    opened = os.open(note, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with os.fdopen(opened, "wb", closefd=False) as file:
            file.write(b"\0".join(map(os.fsencode, names)))
    except BaseException:
        os.unlink(note)
        os.close(opened)
        raise
    return opened


def _clear(note: str) -> None:
    """Remove what a note names, and the note. Raises OSError where it is in use."""
    import fcntl

    with open(note, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for name in filter(None, file.read().split(b"\0")):
            with suppress(OSError):
                os.unlink(name)
        os.unlink(note)
