"""Standard streams that are closed, full or endless: exit code 2, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.rewriting import MOVE, NEW, OLD

if TYPE_CHECKING:
    from tests.support.folder import Folder

CODEMOD = f"{sys.executable} -m dr_refit"
REWRITE = f"{CODEMOD} rewrite-imports --move {MOVE[1]}"


def shell(folder: Folder, line: str) -> tuple[int, str]:
    """Run a line; return its exit code, and what is left of both outputs."""
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder.path,
        env=folder.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=60,
    )
    text = done.stdout.decode(errors="replace")
    assert "Traceback" not in text
    assert "Exception ignored" not in text
    return done.returncode, text


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (f"{REWRITE} . >&-", 0, "1 rewritten"),
        (f"{REWRITE} . 2>&-", 0, ""),
        (f"{REWRITE} . <&- >&- 2>&-", 0, ""),
        (f"{REWRITE} -j2 . <&-", 0, "1 rewritten"),
        (f"{REWRITE} --check . <&- >&- 2>&-", 1, ""),
        (f"{REWRITE} --diff . >&-", 2, "Bad file descriptor"),
        (f"{REWRITE} --format json . >&-", 2, "Bad file descriptor"),
        (f"{REWRITE} - <&-", 2, "standard input: Bad file descriptor"),
        (f"{REWRITE} - <a.py >&-", 2, "Bad file descriptor"),
        (f"{REWRITE} --diff . >/dev/full", 2, "No space left on device"),
        (f"{REWRITE} --format sarif . >/dev/full", 2, "No space left on device"),
        (f"{REWRITE} - <a.py >/dev/full", 2, "No space left on device"),
        (f"{REWRITE} --check . 2>/dev/full", 2, ""),
        (f"{REWRITE} - </dev/zero", 2, "standard input: larger than 64 MB"),
        (f"{CODEMOD} list >/dev/full", 2, "No space left on device"),
        (f"{CODEMOD} --version >&-", 2, "Bad file descriptor"),
    ],
)
def test_a_stream_may_be_closed(
    line: str, code: int, said: str, folder: Folder
) -> None:
    folder.write({"a.py": OLD})
    found, text = shell(folder, line)
    assert (found, said in text) == (code, True)
    wrote = code == 0 or "sarif" in line or "json" in line
    assert folder.read("a.py") == (NEW if wrote else OLD)


@pytest.mark.parametrize(
    "command",
    [
        f"{REWRITE} --diff .",
        f"{REWRITE} --format json .",
        f"{REWRITE} - <a.py",
        f"{CODEMOD} list",
        f"{CODEMOD} --help",
        f"{CODEMOD} --version",
        f"{CODEMOD} rewrite-imports --help",
    ],
)
def test_nobody_may_read_what_is_printed(command: str, folder: Folder) -> None:
    folder.write({"a.py": OLD})
    line = f"{{ sleep 1; {command}; echo code $? >&2; }} | exec true"
    code, text = shell(folder, line)
    assert code == 0
    assert "code 2" in text
    assert "Broken pipe" in text


def test_no_file_is_taken_for_a_closed_stream(folder: Folder) -> None:
    """What is written to a stream does not end up in a file that got its number."""
    folder.write({f"m{number:02}.py": OLD for number in range(20)})
    folder.git("init", "-q")
    shell(folder, f"{REWRITE} -v . >&- 2>&-")
    assert set(folder.tree().values()) == {NEW.encode()}
