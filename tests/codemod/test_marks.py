"""Marks: what no exception tells, kept in the file until a person has looked."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.machine import ROOT

if TYPE_CHECKING:
    from tests.support.folder import Folder

CASE = ROOT / "tests/cases/marks/before"
RUN = ("--migration", "m.toml")
MIGRATION = (CASE / "m.toml").read_text("utf-8")
MARK = re.compile(rb"^[ \t]*# codemod: review\[[^\r\n]*(?:\r\n|\n)", re.MULTILINE)
OLD = "from old_tools import getter, setter\n"
NEW = "from dr_x import getter, setter\n"
MARKED = (
    "# codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look\n"
)


def test_marks_are_all_that_differs(folder: Folder) -> None:
    for name in "with", "without":
        shutil.copytree(CASE, folder.path / name)
    folder.rewrite("--migration", "with/m.toml", "with")
    folder.rewrite("--migration", "without/m.toml", "--no-marks", "without")
    trees: dict[str, dict[str, bytes]] = {"with": {}, "without": {}}
    for path, data in folder.tree().items():
        name, _, rest = path.partition("/")
        trees[name][rest] = MARK.sub(b"", data)
    assert trees["with"] == trees["without"]


@pytest.mark.parametrize("options", [(), ("--check",), ("--diff",)])
def test_a_mark_is_said_on_every_run_until_it_is_removed(
    options: tuple[str, ...], folder: Folder
) -> None:
    folder.write({"m.toml": MIGRATION, "a.py": OLD})
    first = folder.rewrite(*RUN, *options, ".")
    assert first.code == 1
    if options:
        assert folder.read("a.py") == OLD
        assert ("+" + MARKED in first.out) is ("--diff" in options)
        folder.rewrite(*RUN, ".")
    assert folder.read("a.py") == MARKED + NEW
    for again in RUN, ("--move", "a.b=c.d"), ("--select", "hf_utils"):
        done = folder.rewrite(*again, *options, ".")
        assert done.code == 1
        assert done.err.startswith(
            "a.py:1:1: warning: dr_x.setter: returns a copy → look;"
            " then remove this comment [behaviour-changed-silently]\n"
        )
        assert folder.read("a.py") == MARKED + NEW
    folder.write({"a.py": NEW})
    assert folder.rewrite(*RUN, *options, ".").code == 0


def test_without_marks(folder: Folder) -> None:
    folder.write({"m.toml": MIGRATION, "a.py": OLD, "b.py": MARKED + NEW})
    done = folder.rewrite(*RUN, "--no-marks", ".")
    assert done.err.count("[behaviour-changed-silently]") == 2
    assert folder.tree()["a.py"] == NEW.encode()
    assert folder.tree()["b.py"] == (MARKED + NEW).encode()


def test_a_project_without_marks(folder: Folder) -> None:
    folder.write({"pyproject.toml": "[tool.codemod]\nmarks = false\n"})
    folder.write({"m.toml": MIGRATION, "a.py": OLD})
    assert folder.rewrite(*RUN, ".").code == 1
    assert folder.read("a.py") == NEW


def test_standard_input_is_marked(folder: Folder) -> None:
    folder.write({"m.toml": MIGRATION})
    done = folder.rewrite(*RUN, "-", stdin=OLD.encode())
    assert (done.code, done.out) == (1, MARKED + NEW)
    done = folder.rewrite(*RUN, "-", stdin=done.raw)
    assert (done.code, done.out) == (1, MARKED + NEW)
    named = ("-", "--stdin-filename", "a.pyi")
    assert folder.rewrite(*RUN, *named, stdin=OLD.encode()).out == NEW


@pytest.mark.parametrize(
    ("text", "after"),
    [
        # What is not rewritten says so itself, every time.
        ("import old_tools\nf(old_tools)\n", None),
        ("from old_tools import setter  # codemod: ignore\n", None),
        # Names of the new home were never something else.
        ("from dr_x import setter\nsetter(1)\n", None),
        # A second one is not marked twice, and another name is.
        (f"{MARKED}{NEW}{OLD}", f"{MARKED}{NEW}"),
        (
            f"{MARKED}{NEW}from old_tools.deep import setter as s\n",
            (
                f"{MARKED}{NEW}# codemod: review[behaviour-changed-silently]"
                " dr_x.deep.masked_setter: encoding : utf-8, no longer latin-1\n"
                "from dr_x.deep import masked_setter as s\n"
            ),
        ),
    ],
)
def test_what_is_marked(text: str, after: str | None, folder: Folder) -> None:
    folder.write({"m.toml": MIGRATION, "a.py": text})
    folder.rewrite(*RUN, ".")
    assert folder.read("a.py") == (text if after is None else after)


def test_a_file_with_nothing_but_a_mark_is_found(folder: Folder) -> None:
    folder.write({"a.py": "# codemod: review[removed-name] by hand\n"})
    done = folder.rewrite("--move", "a.b=c.d", ".")
    assert done.code == 1
    assert done.err.startswith(
        "a.py:1:1: warning: by hand; then remove this comment [removed-name]\n"
    )


ACCEPTED = {
    "import old_tools\n": ("import old_tools  # codemod: ignore[retired-import]\n"),
    OLD: NEW,
    f"{MARKED}{NEW}": NEW,
    "from old_tools import (\n    none,\n    no,\n    setter,\n)\n": (
        "from dr_x import setter\n"
        "from old_tools import (\n    none,  # codemod: ignore[unknown-name]\n"
        "    no,  # codemod: ignore[unknown-name]\n)\n"
    ),
    "import old_tools as o  # noqa: F401\no.nothing(o)\n": (
        "import old_tools as o  # noqa: F401  # codemod: ignore[module-object-kept]\n"
        "o.nothing(o)  # codemod: ignore[module-object-kept, unknown-name]\n"
    ),
    "from old_tools import no  # codemod: ignore[removed-nam]\n": (
        "from old_tools import no"
        "  # codemod: ignore[removed-nam, unknown-code, unknown-name]\n"
    ),
    "from old_tools import no": (
        "from old_tools import no  # codemod: ignore[unknown-name]"
    ),
    "import os\n": "import os\n",
    '"""From old_tools.\n\nAs said.\n"""\n# old_tools\n': (
        '"""From old_tools.\n\nAs said.\n"""  # codemod: ignore[name-in-text]\n'
        "# old_tools\n"
    ),
}


@pytest.mark.parametrize("text", ACCEPTED)
def test_all_that_is_said_is_accepted(text: str, folder: Folder) -> None:
    folder.write({"m.toml": MIGRATION, "a.py": text})
    done = folder.rewrite(*RUN, "--add-ignore", ".")
    assert sorted(folder.read("a.py").split("\n")) == sorted(ACCEPTED[text].split("\n"))
    assert done.code == 0
    again = folder.rewrite(*RUN, ".")
    assert (again.code, again.err) == (0, "1 file looked at: 0 rewritten.\n")


def test_in_a_notebook_it_is_accepted_cell_by_cell(folder: Folder) -> None:
    cells = [
        "import json\n\nfrom old_tools import no",
        "import old_tools\n%time old_tools.no()",
    ]
    every = [
        {"cell_type": "code", "source": one.splitlines(keepends=True)} for one in cells
    ]
    page = {"cells": every, "nbformat": 4}
    folder.write({"m.toml": MIGRATION, "a.ipynb": json.dumps(page, indent=2)})
    done = folder.rewrite(*RUN, "--add-ignore", ".")
    found = json.loads(folder.read("a.ipynb"))["cells"]
    assert ["".join(one["source"]) for one in found] == [
        "import json\n\nfrom old_tools import no  # codemod: ignore[unknown-name]",
        cells[1],
    ]
    # Behind a magic stands no comment.
    assert (done.code, done.err.count("warning")) == (1, 1)
    assert "a.ipynb:cell 2:2:7: warning: " in done.err


def test_where_no_comment_can_stand_it_is_still_said(folder: Folder) -> None:
    text = 'from old_tools import no, \\\n    nothing\nx: """old\n"""\n'
    folder.write({"m.toml": MIGRATION, "a.py": text})
    done = folder.rewrite(*RUN, "--add-ignore", ".")
    assert done.code == 1
    assert folder.read("a.py") == text.replace(
        "    nothing", "    nothing  # codemod: ignore[unknown-name]"
    )


def test_what_would_be_accepted_is_shown(folder: Folder) -> None:
    folder.write({"m.toml": MIGRATION, "a.py": "import old_tools\n"})
    done = folder.rewrite(*RUN, "--add-ignore", "--diff", ".")
    assert "+import old_tools  # codemod: ignore[retired-import]\n" in done.out
    assert folder.read("a.py") == "import old_tools\n"
