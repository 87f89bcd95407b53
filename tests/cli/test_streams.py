"""What goes to stdout and what to stderr, and the exit code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.reports import (
    BROKEN,
    FORMATS,
    MOVED,
    NOTED,
    UNKNOWN,
)

if TYPE_CHECKING:
    from tests.support.folder import Folder


@pytest.mark.parametrize(
    ("code", "files", "arguments"),
    [
        (0, {}, ["."]),
        (0, {"a.py": "import os\n"}, ["."]),
        (0, {"a.py": "import os\n"}, ["--check", "."]),
        (0, {"a.py": MOVED}, ["."]),
        (0, {"a.py": NOTED}, ["."]),
        (0, {"a.txt": MOVED}, ["a.txt"]),
        (0, {"a.py": MOVED}, ["-q", "."]),
        (1, {"a.py": MOVED}, ["--check", "."]),
        (1, {"a.py": MOVED}, ["--diff", "."]),
        (1, {"a.py": MOVED}, ["--check", "--diff", "."]),
        (1, {"a.py": MOVED}, ["--check", "-q", "."]),
        (1, {"a.py": UNKNOWN}, ["."]),
        (1, {"a.py": UNKNOWN}, ["-q", "."]),
        (1, {"a.py": UNKNOWN, "b.py": MOVED}, ["."]),
        (1, {"a.py": UNKNOWN}, ["--check", "."]),
        (2, {"a.py": BROKEN}, ["."]),
        (2, {"a.py": BROKEN}, ["--check", "."]),
        (2, {"a.py": BROKEN}, ["-q", "."]),
        (2, {"a.py": BROKEN, "b.py": UNKNOWN, "c.py": MOVED}, ["."]),
        (2, {"a.py": MOVED}, ["missing.py"]),
        (2, {"a.py": MOVED}, [".", "missing"]),
        (2, {"a.py": MOVED}, []),
        (2, {"a.py": MOVED}, ["--no-such-option", "."]),
        (2, {"a.py": MOVED}, ["-j", "-1", "."]),
        (2, {"a.py": MOVED}, ["--output-format", "xml", "."]),
    ],
)
def test_exit_code(
    code: int, files: dict[str, str | bytes], arguments: list[str], folder: Folder
) -> None:
    folder.write(files)
    done = folder.rewrite(*arguments)
    assert (done.code, "Traceback" in done.err) == (code, False)


@pytest.mark.parametrize(
    "arguments",
    [["missing.py"], [".", "missing"], ["-j", "-1", "."], ["-", "."], ["--no", "."]],
)
def test_a_wrong_command_line_does_nothing(
    arguments: list[str], folder: Folder
) -> None:
    folder.write({"a.py": MOVED})
    done = folder.rewrite(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "rror: " in done.err
    assert folder.tree() == {"a.py": MOVED.encode()}


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("dry", [["--check"], ["--diff"], ["--check", "--diff"]])
def test_check_and_diff_never_write(
    dry: list[str], output: str, folder: Folder
) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN, "c.py": BROKEN})
    times = {path: path.stat().st_mtime_ns for path in folder.path.iterdir()}
    before = folder.tree()
    done = folder.rewrite(*dry, "--output-format", output, ".")
    assert done.code == 2
    assert folder.tree() == before
    assert {path: path.stat().st_mtime_ns for path in folder.path.iterdir()} == times


def test_the_diff_is_on_stdout_and_all_else_on_stderr(folder: Folder) -> None:
    folder.write({"a.py": f"{MOVED}x = 1\n", "b.py": UNKNOWN, "c.py": BROKEN})
    done = folder.rewrite("--diff", "-v", ".")
    assert done.out == (
        "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n"
        "-from hf_utils.branches import get_all_repo_branches\n"
        "+from dr_hf import get_all_repo_branches\n x = 1\n"
    )
    assert [line.partition(":")[0] for line in done.err.splitlines()[:3]] == [
        "would rewrite a.py",
        "b.py",
        "c.py",
    ]
    for line in done.err.splitlines():
        assert line not in done.out.splitlines()


@pytest.mark.parametrize("arguments", [[], ["--check"], ["-v"]])
def test_without_diff_stdout_is_empty(arguments: list[str], folder: Folder) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN, "c.py": BROKEN})
    done = folder.rewrite(*arguments, ".")
    assert done.out == ""
    assert "[unknown-name]" in done.err


@pytest.mark.parametrize("output", FORMATS[1:])
def test_a_report_for_programs_is_on_stdout(output: str, folder: Folder) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN, "c.py": BROKEN})
    done = folder.rewrite("--output-format", output, ".")
    assert done.err == ""
    assert "unknown-name" in done.out
    assert "syntax-error" in done.out
    assert done.out.endswith("\n")


def test_quiet_says_nothing_but_errors(folder: Folder) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN})
    done = folder.rewrite("-q", ".")
    assert (done.code, done.out, done.err) == (1, "", "")
    folder.write({"c.py": BROKEN})
    done = folder.rewrite("-q", ".")
    assert (done.code, done.out) == (2, "")
    assert re.search(
        r"^c\.py:1:\d+: error: .*\[syntax-error\]$", done.err, re.MULTILINE
    )


def test_check_and_verbose_name_every_file(folder: Folder) -> None:
    """As formatters do; a diff names them itself."""
    folder.write({"a.py": MOVED, "sub/b.py": MOVED, "c.py": "import os\n"})
    for arguments in (["--check"], ["--diff", "-v"]):
        dry = folder.rewrite(*arguments, ".").err.splitlines()
        assert dry[:2] == ["would rewrite a.py", "would rewrite sub/b.py"]
    assert "a.py" not in folder.rewrite("--diff", ".").err
    wet = folder.rewrite("-v", ".").err.splitlines()
    assert [line for line in wet if "rewrote" in line] == [
        "rewrote a.py",
        "rewrote sub/b.py",
    ]
    assert "c.py" not in "".join(wet)
