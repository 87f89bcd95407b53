"""Signals that stop a run: what it has begun is cleared up as on an interrupt."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


class _Stopped(KeyboardInterrupt):
    """A signal that stops the run."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def end_when_interrupted() -> None:
    """End on an interrupt without more ado.

    An interrupt that is ignored, as in the background of a script, stays so.
    """
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)


def raise_when_stopped() -> None:
    """Raise KeyboardInterrupt on what would end this process at once.

    A signal that is ignored, as by nohup, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGHUP, signal.SIGTERM):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    if signal.getsignal(signal.SIGINT) in {signal.default_int_handler, _end}:
        signal.signal(signal.SIGINT, _stop)


def _end(number: int, _frame: FrameType | None) -> None:
    try:
        os.write(2, b"error: interrupted\n")
    finally:
        os._exit(128 + number)


def _stop(number: int, _frame: FrameType | None) -> None:
    # Another one would disturb the clearing up.
    for each in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise _Stopped(number)
