"""--move and --move-module."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.rewriting import MOVE, NEW, OLD, OWN

if TYPE_CHECKING:
    from tests.support.folder import Folder


def test_a_symbol_moves(folder: Folder) -> None:
    folder.write({"a.py": "from old import tool, other\nimport old\nold.tool()\n"})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("a.py") == (
        "from old import other\nfrom new.home import tool\n"
        "import new.home\nnew.home.tool()\n"
    )


def test_a_module_moves_with_all_under_it(folder: Folder) -> None:
    folder.write({"a.py": "from old.deep import tool\nimport old\nold.x.y()\n"})
    assert folder.rewrite("--move-module", "old=new.home", ".").code == 0
    assert folder.read("a.py") == (
        "from new.home.deep import tool\nimport new.home\nnew.home.x.y()\n"
    )


def test_a_module_that_has_its_local_name_now_needs_no_alias(folder: Folder) -> None:
    folder.write({"a.py": "import old.tool as tool, old.tool as other\n"})
    assert folder.rewrite("--move-module", "old.tool=tool", ".").code == 0
    assert folder.read("a.py") == "import tool, tool as other\n"


def test_several_moves_apply_once_and_the_longest_wins(folder: Folder) -> None:
    folder.write({"a.py": "from p import a\nfrom q import b\nfrom p.sub import c, d\n"})
    moves = (
        *("--move-module", "p=q", "--move-module", "q=p"),
        *("--move", "p.sub.c=r.e", "--move-module", "p.sub=s"),
    )
    assert folder.rewrite(*moves, ".").code == 0
    assert folder.read("a.py") == (
        "from q import a\nfrom p import b\nfrom r import e as c\nfrom s import d\n"
    )


def test_moves_replace_the_shipped_migrations(folder: Folder) -> None:
    text = "import hf_utils.branches\nfrom hf_utils import nonsense\n"
    folder.write({"a.py": text + OLD})
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, done.err) == (0, "1 file looked at: 1 rewritten.\n")
    assert folder.read("a.py") == text + NEW


@pytest.mark.parametrize("option", ["--move", "--move-module"])
@pytest.mark.parametrize(
    "value",
    [
        "a.b",
        "a.b=",
        "=a.b",
        "a.b=a.b",
        "a/b=c.d",
        "a.b=../c",
        "a..b=c.d",
        "a.b=c.1d",
        "a.b=c.d=e.f",
        "a.class=c.d",
        "",
    ],
)
def test_a_move_that_is_none(option: str, value: str, folder: Folder) -> None:
    folder.write({"a.py": OLD})
    done = folder.rewrite(option, value, ".")
    assert (done.code, done.out) == (2, "")
    assert re.match(rf"error: .*{option}.*\nhint: .+\n", done.err)
    assert folder.read("a.py") == OLD


def test_a_name_moves_to_one_place(folder: Folder) -> None:
    done = folder.rewrite("--move", "a.b=c.d", "--move", "a.b=e.f", ".")
    assert done.code == 2
    assert re.match(r"error: .*a\.b.*\nhint: .+\n", done.err)


@pytest.mark.parametrize(
    "others",
    [["--select", "hf_utils"], ["--ignore", "hf_utils"], ["--migration", "own.toml"]],
)
def test_moves_stand_alone(others: list[str], folder: Folder) -> None:
    folder.write({"a.py": OLD, "own.toml": OWN})
    done = folder.rewrite(*MOVE, *others, ".")
    assert (done.code, done.out) == (2, "")
    assert re.match(r"error: .*--move.*\nhint: .+\n", done.err)
    assert folder.read("a.py") == OLD


def test_what_is_left_is_said_again_where_the_name_changed(folder: Folder) -> None:
    """The file names the new one only, and hands the old module on still."""
    folder.write({"a.py": "import pkg as p\n\nprint(p.one)\nhandle(p)\n"})
    for _ in range(2):
        done = folder.rewrite("--move", "pkg.one=new.uno", ".")
        assert done.code == 1
        assert done.err.startswith("a.py:")
        assert "[module-object-kept]" in done.err
        assert folder.read("a.py").endswith("\nprint(new.uno)\nhandle(p)\n")
