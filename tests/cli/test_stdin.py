"""Standard input."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.reports import (
    BROKEN,
    MOVED,
    UNKNOWN,
)

if TYPE_CHECKING:
    from tests.support.folder import Folder


@pytest.mark.parametrize(
    "data",
    [
        MOVED.encode(),
        b"\xef\xbb\xbf" + MOVED.encode().replace(b"\n", b"\r\n"),
        b"# coding: latin-1\n" + MOVED.encode() + b"# caf\xe9",
        b"import os\r",
        b"",
    ],
)
def test_stdin_comes_out_rewritten(data: bytes, folder: Folder) -> None:
    done = folder.rewrite("-", stdin=data)
    assert done.code == 0
    assert done.raw == data.replace(b"hf_utils.branches", b"dr_hf")
    assert done.err.startswith("1 file looked at: ")
    assert folder.tree() == {}


def test_stdin_that_is_broken_comes_out_as_it_was(folder: Folder) -> None:
    done = folder.rewrite("-", "--stdin-filename", "sub/a.py", stdin=BROKEN.encode())
    assert (done.code, done.out) == (2, BROKEN)
    assert re.match(r"sub/a\.py:1:\d+: error: .*\[syntax-error\]\n", done.err)


@pytest.mark.parametrize("name", [None, "a.py"])
def test_a_bug_over_stdin_is_what_it_is_in_a_file(
    name: str | None, folder: Folder
) -> None:
    bug = (
        "from dr_refit.codemod import rewrite as r\n"
        "def rewrite(*_, **__): raise KeyError('x')\nr.rewrite = rewrite\n"
    )
    folder.write({"a.py": MOVED})
    named = [] if name is None else ["--stdin-filename", name]
    done = folder.rewrite("-", *named, stdin=MOVED.encode(), prelude=bug)
    assert (done.code, done.out) == (2, MOVED)
    assert "[crashed]" in done.err
    assert "Traceback" not in done.err
    of_file = folder.rewrite("a.py", prelude=bug)
    assert of_file.code == 2
    assert done.err.replace("<stdin>", "a") == of_file.err


def test_stdin_checked_and_shown(folder: Folder) -> None:
    done = folder.rewrite("-", "--check", stdin=MOVED.encode())
    assert (done.code, done.out) == (1, "")
    done = folder.rewrite(
        "-", "--diff", "--stdin-filename", "sub/a.py", stdin=MOVED.encode()
    )
    assert done.code == 1
    assert done.out.startswith("--- a/sub/a.py\n+++ b/sub/a.py\n@@ ")


def test_stdin_has_the_place_of_its_file_name(folder: Folder) -> None:
    """A local module next to it, its package, and the settings of its project."""
    folder.write(
        {
            "one/pyproject.toml": "",
            "one/hf_utils.py": "",
            "old/__init__.py": "",
            "old/sub/__init__.py": "",
            "two/pyproject.toml": (
                '[tool.codemod]\nper-file-ignores = {"a.py" = ["unknown-name"]}\n'
            ),
        }
    )
    done = folder.rewrite("-", "--stdin-filename", "one/a.py", stdin=MOVED.encode())
    assert (done.code, done.out) == (0, MOVED)
    assert "[local-module]" in done.err
    done = folder.rewrite(
        "-",
        "--stdin-filename=old/sub/a.py",
        "--move=old.tools.f=new.f",
        stdin=b"from ..tools import f\n",
    )
    assert (done.code, done.out) == (0, "from new import f\n")
    done = folder.rewrite("-", "--stdin-filename=two/a.py", stdin=UNKNOWN.encode())
    assert (done.code, done.out) == (0, UNKNOWN)
    assert "unknown-name" not in done.err


def test_stdin_stands_alone(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    for paths in (["-", "a.py"], ["a.py", "-"]):
        done = folder.rewrite(*paths, stdin=MOVED.encode())
        assert (done.code, done.out) == (2, "")
        assert "hint: " in done.err
    assert folder.read("a.py") == MOVED
