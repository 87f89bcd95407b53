"""The diff is one that other tools can apply."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.folder import Folder
from tests.support.reports import (
    MOVED,
)

if TYPE_CHECKING:
    from pathlib import Path

DIFFS: dict[str, bytes] = {
    "lf": b"import os\n%sx = 1\n",
    "no final newline": b"import os\nimport hf_utils.branches",
    "no final newline, elsewhere": b"%sx = 1",
    "crlf": b"import os\r\n%sx = 1\r\n",
    "mixed": b"import os\r\n%sx = 1\ny = 2\r\n",
    "cr inside": b"%sx = 1\ry = 2\rz = 3\n",
    "form feed": b"\x0c\n%s\x0cx = 1\n",
    "other line ends of unicode": b"%ss = '\xe2\x80\xa8 \xc2\x85 \x1c'\nx = 1\n",
    "escape sequence": b"%ss = '\x1b[31m'\nx = 1\n",
    "latin-1": b"# coding: latin-1\n%ss = '\xe9\xff'\nx = 1\n",
    "bom": b"\xef\xbb\xbf%sx = 1\n",
    "far apart": b"%s" + b"x = 1\n" * 30 + b"%s" + b"y = 1\n" * 30,
}


@pytest.mark.parametrize("name", DIFFS)
def test_the_diff_can_be_applied(name: str, folder: Folder, tmp_path: Path) -> None:
    text = DIFFS[name].replace(b"%s", MOVED.encode())
    twin = Folder(tmp_path / "twin")
    for one in (folder, twin):
        one.write({"sub/a b.py": text, "c.py": MOVED})
    shown = folder.rewrite("--diff", ".")
    assert shown.code == 1
    assert folder.rewrite(".").code == 0
    assert folder.tree()["sub/a b.py"] != text
    (tmp_path / "patch").write_bytes(shown.raw)
    twin.git("init", "-q")
    twin.git("apply", "--whitespace=nowarn", str(tmp_path / "patch"))
    assert twin.tree() == folder.tree()


NAMES = [
    "a b.py",
    " a.py",
    "a .py",
    'q"uote.py',
    "apo'strophe.py",
    "back\\slash.py",
    "tab\tin it.py",
    "new\nline.py",
    "car\rriage.py",
    "bell\x07 esc\x1b.py",
    "ümläut.py",
    "日本 語.py",
    "nbsp\xa0.py",
    "--- a.py",
    "dir with space/in it/a.py",
    "no\udcffutf\udc80.py",
    "x\u2028y.py",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tool", ["git", "patch"])
def test_the_diff_of_any_name_can_be_applied(
    name: str, tool: str, folder: Folder, tmp_path: Path
) -> None:
    if tool == "patch" and (shutil.which("patch") is None or "\n" in name):
        pytest.skip("no patch here, or one that refuses newlines")
    twin = Folder(tmp_path / "twin")
    for one in (folder, twin):
        one.write({name: f"{MOVED}x = 1", "c.py": MOVED})
    shown = folder.rewrite("--diff", ".")
    assert shown.code == 1
    assert folder.rewrite(".").code == 0
    (tmp_path / "diff").write_bytes(shown.raw)
    twin.git("init", "-q")
    if tool == "git":
        twin.git("apply", str(tmp_path / "diff"))
    else:
        command = ["patch", "-p1", "-s", "-i", str(tmp_path / "diff")]
        subprocess.run(command, cwd=twin.path, check=True)
    assert twin.tree() == folder.tree()


#: Of what is printable there is no one idea.
@pytest.mark.parametrize("name", [n for n in NAMES if n.isprintable() or n.isascii()])
def test_names_are_written_as_git_writes_them(name: str, folder: Folder) -> None:
    folder.write({name: MOVED})
    shown = folder.rewrite("--diff", ".")
    folder.git("init", "-q")
    folder.git("add", ".")
    folder.rewrite(".")
    command = ["git", "-c", "core.quotePath=false", "diff"]
    diff = subprocess.run(command, cwd=folder.path, stdout=subprocess.PIPE, check=True)
    headers = [
        [line for line in text.split(b"\n") if line.startswith((b"--- ", b"+++ "))]
        for text in (shown.raw, diff.stdout)
    ]
    assert headers[0] == headers[1]


def test_paths_lead_from_the_working_folder(folder: Folder) -> None:
    folder.write({"sub/a.py": MOVED})
    for path in ("./sub/a.py", "sub/../sub/a.py", str(folder.path / "sub/a.py")):
        out = folder.rewrite("--diff", path).out
        assert out.startswith("--- a/sub/a.py\n+++ b/sub/a.py\n")


@pytest.mark.parametrize("output", ["json", "sarif", "github", "html"])
def test_in_a_report_for_programs_the_diff_is_a_field(
    output: str, folder: Folder
) -> None:
    folder.write({"a b.py": f"{MOVED}s = '\N{SNOWMAN}'\n", "c.py": "import os\n"})
    plain = folder.rewrite("--diff", ".").out
    assert plain.startswith("--- a/a b.py\t\n")
    done = folder.rewrite("--diff", "--output-format", output, ".")
    assert (done.code, done.err) == (1, "")
    if output == "json":
        (file,) = json.loads(done.out)["files"]
        assert file["diff"] == plain
    elif output == "sarif":
        (found,) = json.loads(done.out)["runs"][0]["results"]
        assert found["properties"] == {"diff": plain}
    elif output == "github":
        (line,) = done.out.splitlines()
        assert "%0A--- a/a b.py\\t%0A+++ b/a b.py" in line
    else:
        assert done.out.startswith("<!doctype html>")
        assert "<pre>--- a/a b.py\\t<br>" in done.out
    checked = folder.rewrite("--check", "--output-format", output, ".")
    assert "+++" not in checked.out


def test_bytes_that_are_not_utf_8_are_as_they_are(folder: Folder) -> None:
    folder.write({"a.py": b"# coding: latin-1\n" + MOVED.encode() + b"# caf\xe9\n"})
    plain = folder.rewrite("--diff", ".").raw
    assert b" # caf\xe9\n" in plain
    done = folder.rewrite("--diff", "--output-format", "json", ".")
    shown = json.loads(done.out)["files"][0]["diff"]
    assert shown.encode("utf-8", "surrogateescape") == plain
    done = folder.rewrite("--diff", "--output-format", "sarif", ".")
    (run,) = json.loads(done.out)["runs"]
    assert " # caf\\xe9\n" in run["results"][0]["properties"]["diff"]


@pytest.mark.parametrize("output", ["json", "sarif", "github", "html"])
def test_what_comes_out_of_stdin_is_no_report(output: str, folder: Folder) -> None:
    plain = folder.rewrite("-", stdin=MOVED.encode())
    done = folder.rewrite("-", "--output-format", output, stdin=MOVED.encode())
    assert (done.code, done.out) == (0, plain.out)
    assert (done.err.strip() == "") == (output == "github")
    shown = folder.rewrite("-", "--diff", "--output-format", output, stdin=b"")
    assert shown.err == ""
