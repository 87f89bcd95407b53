"""One run at a time: the lock of a state folder."""

from __future__ import annotations

import fcntl
import os
import time

from dr_refit.errors import RefitError

#: Seconds to wait for a run that may be about to end; and, of one that was killed, for
#: its children, who notice, and end.
_PATIENCE = 3.0
_MORE_PATIENCE = 30.0


class Lock:
    """A lock that is free once the last process of a run has ended.

    It is held by whoever has its file open: every program that a run has started
    inherits it. The file has the owner's number in it; a run that ends takes it out.
    """

    def __init__(self, path: str) -> None:
        """Open the file; raises OSError if that cannot be done."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)

    def acquire(self) -> bool:
        """Acquire the lock, and return whether its last owner was killed.

        Raises RefitError if another run owns it.
        """
        since = time.monotonic()
        while not self._is_acquired():
            owner = os.pread(self._file, 32, 0).decode()
            patience = _PATIENCE if _is_alive(owner) else _MORE_PATIENCE
            if time.monotonic() < since + patience:
                time.sleep(0.05)
                continue
            os.close(self._file)
            what = f"another fleet run is at work here (process {owner})"
            raise RefitError(what, "wait for it to end")
        os.set_inheritable(self._file, True)
        killed = bool(os.pread(self._file, 1, 0))
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)
        return killed

    def release(self) -> None:
        """Release the lock, with nothing left to clear away."""
        os.ftruncate(self._file, 0)
        os.close(self._file)

    def _is_acquired(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _is_alive(owner: str) -> bool:
    """Return whether the process of a number is there; of none, that it may be."""
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return False
    except (ValueError, PermissionError):
        pass
    return True
