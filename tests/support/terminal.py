"""A terminal at which somebody accepts whatever is suggested."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_WHERE_IS_THE_CURSOR, _THERE = b"\x1b[6n", b"\x1b[1;1R"


def press_enter(command: Sequence[str], folder: Path, *, seconds: float = 60) -> str:
    """Run a command in a folder, press Enter whenever it waits, return what it says."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command, cwd=folder, stdin=its, stdout=its, stderr=its, start_new_session=True
    )
    os.close(its)
    said = bytearray()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not select.select([ours], [], [], 0.2)[0]:
            os.write(ours, b"\r")
            continue
        try:
            new = os.read(ours, 1 << 16)
        except OSError:  # it has closed the terminal
            break
        said += new
        if _WHERE_IS_THE_CURSOR in new:
            os.write(ours, _THERE)
    os.close(ours)
    assert process.wait(seconds) == 0, said.decode()
    return said.decode()
