"""Colours, on a terminal or when asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.reports import (
    MOVED,
    UNKNOWN,
)

if TYPE_CHECKING:
    from tests.support.folder import Folder


def on_a_terminal(folder: Folder, *arguments: str, **extra: str) -> str:
    """Run with a terminal for stdout and stderr."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "dr_refit", "rewrite-imports", *arguments]
    process = subprocess.Popen(
        command,
        cwd=folder.path,
        env=folder.environment(TERM="xterm", **extra),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 1 << 16):
            parts.append(part)
    except OSError:
        # Linux says so when the last process has closed the terminal.
        pass
    os.close(ours)
    assert process.wait() == 1
    return b"".join(parts).decode()


def test_colour_on_a_terminal(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    text = on_a_terminal(folder, "--diff", "a.py")
    assert "\x1b[31m-from hf_utils" in text
    assert "\x1b[32m+from dr_hf" in text


def test_no_colour_on_a_terminal_when_told(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    text = on_a_terminal(folder, "--diff", "--color", "never", "a.py")
    assert "+from dr_hf" in text
    assert "\x1b" not in text


def test_no_colour_on_a_terminal_of_somebody_who_wants_none(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    assert "\x1b" not in on_a_terminal(folder, "--diff", "a.py", NO_COLOR="1")
    # no-color.org: it only counts where it is not empty, and options are stronger.
    assert "\x1b[32m" in on_a_terminal(folder, "--diff", "a.py", NO_COLOR="")
    always = ("--diff", "--color", "always", "a.py")
    assert "\x1b[32m" in on_a_terminal(folder, *always, NO_COLOR="1")


@pytest.mark.parametrize("color", ["auto", "never"])
def test_no_colour_in_a_pipe(color: str, folder: Folder) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN})
    done = folder.rewrite("--diff", "-v", "--color", color, ".")
    assert "+from dr_hf" in done.out
    assert "\x1b" not in done.out + done.err


def test_colour_in_a_pipe_when_asked(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    plain = folder.rewrite("--diff", "a.py").out
    coloured = folder.rewrite("--diff", "--color", "always", "a.py").out
    assert "\x1b[32m+from dr_hf" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
