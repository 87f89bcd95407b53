"""The bytes outside the edits are the same, and a second run finds nothing to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.support.rewriting import MOVE, NEW, OLD, library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.folder import Folder

BODY = (
    '"""Caf\N{LATIN SMALL LETTER E WITH ACUTE}."""\n'
    "\n"
    "from old import tool  # why \n"
    "if  x :\n"
    "\timport os ;from old import tool;  y=1 \n"
    "\x0c\n"
    "def f( a,b ) :\n"
    "  from old import (  # first\n"
    "      tool,\n"
    "  )\n"
    "  return tool (a , b)   \n"
    "\n"
    "\n"
    "s = 'caf\N{LATIN SMALL LETTER E WITH ACUTE} from old import tool'"
)


@dataclass(frozen=True)
class Form:
    """How a text stands on disk."""

    encoding: str = "utf-8"
    newlines: tuple[str, ...] = ("\n",)
    start: bytes = b""
    end: str = ""

    def bytes(self, text: str) -> bytes:
        lines = (text + self.end).split("\n")
        count = len(self.newlines)
        joined = "".join(
            line + self.newlines[number % count] if number < len(lines) - 1 else line
            for number, line in enumerate(lines)
        )
        return self.start + joined.encode(self.encoding)


FORMS = {
    "lf": Form(end="\n"),
    "no final newline": Form(),
    "crlf": Form(newlines=("\r\n",), end="\n"),
    "crlf, no final newline": Form(newlines=("\r\n",)),
    "cr": Form(newlines=("\r",), end="\n"),
    "mixed": Form(newlines=("\n", "\r\n", "\r", "\r\n"), end="\n\n"),
    "bom": Form(start=b"\xef\xbb\xbf", end="\n"),
    "bom, crlf": Form(start=b"\xef\xbb\xbf", newlines=("\r\n",)),
    "bom and cookie": Form(start=b"\xef\xbb\xbf# coding: utf-8\n", end="\n"),
    "latin-1": Form("latin-1", start=b"# -*- coding: latin-1 -*-\n", end="\n"),
    "latin-1, crlf": Form(
        "latin-1",
        ("\r\n",),
        start=b"#!/usr/bin/env python\r\n# vim: coding=latin-1\r\n",
    ),
    "cp1252": Form("cp1252", start=b"# coding: cp1252\n", end="\n"),
    "form feed first": Form(start=b"\x0c\n\x0c", end="\n"),
    "form feed last": Form(end="\n\x0c"),
    "trailing space": Form(end="\n   \n\t\n"),
    "comment last": Form(end="\n# from old import tool"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_bytes_outside_the_edits_are_the_same(form: Form, tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    before = form.bytes(BODY)
    file.write_bytes(before)
    # Only in statements: not in the string, not in the comment.
    after = re.sub(
        rb"(?m)((?:^|;|[\r\n])[ \t]*from) old import", rb"\1 new import", before
    )
    assert after.count(b"from new") == 3
    report = library(tmp_path, "old.tool=new.tool")
    assert report.failed == 0
    assert file.read_bytes() == after


def test_bytes_that_are_not_utf_8_are_shown_as_they_are(folder: Folder) -> None:
    data = b"# coding: latin-1\nfrom old import tool  # caf\xe9\n"
    folder.write({"a.py": data})
    done = folder.rewrite(*MOVE, "--diff", "a.py")
    assert b"+from new.home import tool  # caf\xe9\n" in done.raw
    assert folder.tree() == {"a.py": data}


def test_a_second_run_finds_nothing_to_do(folder: Folder) -> None:
    folder.write(
        {
            "a.py": OLD + "tool()\n",
            "b.py": "import old\nold.tool()\nold.rest()\n",
            "c.py": "from old import tool as t, rest\n__all__ = ['t']\n",
            "d.py": "import old as o\ndef f():\n    return o.tool\n",
        }
    )
    first = folder.rewrite(*MOVE, ".")
    assert (first.code, folder.tree()["a.py"]) == (0, NEW.encode() + b"tool()\n")
    assert "4 files looked at: 4 rewritten." in first.err
    after = folder.tree()
    second = folder.rewrite(*MOVE, ".")
    assert (second.code, second.out) == (0, "")
    assert second.err.startswith("4 files looked at: 0 rewritten.")
    assert folder.tree() == after
