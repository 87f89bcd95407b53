"""`codemod move` from one repository to another."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from dr_refit.cli.codemod import main
from tests.support.family import commit, committed
from tests.support.folder import Folder
from tests.support.trees import tree

if TYPE_CHECKING:
    from collections.abc import Callable

TRANSFERS = Path(__file__).parent / "transfers"
_COMMIT = re.compile(r"\b[0-9a-f]{40}\b")
SIDES = ("old", "new")


def repositories(path: Path) -> tuple[Folder, Folder]:
    """Make repositories of the two folders below a path."""
    old, new = (Folder(path / side) for side in SIDES)
    for folder in (old, new):
        committed(folder)
    return old, new


@pytest.mark.parametrize(
    "case", sorted(TRANSFERS.iterdir()), ids=lambda case: case.name
)
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(case / "before", tmp_path, dirs_exist_ok=True)
    repositories(tmp_path)
    monkeypatch.chdir(tmp_path)
    arguments = Path(case, "args").read_text().split()
    here = Folder(tmp_path)

    shown = CliRunner().invoke(main, [*arguments, "--dry-run"])
    assert here.tree() == tree(case / "before")

    done = CliRunner().invoke(main, arguments)
    assert _COMMIT.sub("COMMIT", done.stderr) == (case / "report.txt").read_text()
    assert here.tree() == tree(case / "after")

    # What is shown is what is done.
    shutil.rmtree(tmp_path)
    shutil.copytree(case / "before", tmp_path)
    monkeypatch.chdir(tmp_path)
    Path(tmp_path, "shown.diff").write_text(shown.stdout)
    here.git("apply", "shown.diff")
    Path(tmp_path, "shown.diff").unlink()
    assert here.tree() == tree(case / "after")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "before", "after"),
    [
        ("tables", ["4 passed", "1 passed"], ["1 passed", "4 passed"]),
        ("definitions", ["3 passed", "1 passed"], ["1 passed", "3 passed"]),
    ],
)
def test_both_suites_pass_before_and_after(
    tmp_path: Path, case: str, before: list[str], after: list[str]
) -> None:
    shutil.copytree(TRANSFERS / case / "before", tmp_path, dirs_exist_ok=True)
    repositories(tmp_path)

    def passed() -> list[str]:
        said = []
        for side in SIDES:
            done = Folder(tmp_path / side).python(
                f"import sys\nsys.path[:0] = ['src', '{tmp_path}/new/src']\n"
                "import pytest\nsys.dont_write_bytecode = True\n"
                "sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', 'tests']))"
            )
            assert done.code == 0, done.out + done.err
            said.append(done.out.splitlines()[-1].partition(" in ")[0])
        return said

    assert passed() == before
    arguments = Path(TRANSFERS, case, "args").read_text().split()
    done = Folder(tmp_path).codemod(*arguments)
    assert done.code == 0, done.err
    assert passed() == after


OLD: dict[str, str | bytes] = {
    "pyproject.toml": '[project]\nname = "old"\ndependencies = ["attrs"]\n',
    "src/old/__init__.py": "",
    "src/old/core.py": "from old.util import twice\n\n\ndef f(): ...\n",
    "src/old/util.py": "def twice(): ...\n\n\ndef _half(): ...\n",
    "src/old/alone.py": "X = 1\n",
}
NEW: dict[str, str | bytes] = {
    "pyproject.toml": '[project]\nname = "new"\n',
    "src/new/__init__.py": "",
    "src/new/there.py": "",
}
FLEET = """\
[template]
url = "git+https://example.org/template.git"

[[repository]]
name = "old"
path = "old"
layer = "utility"

[[repository]]
name = "new"
path = "new"
layer = "project"
"""
type Both = Callable[[dict[str, str | bytes]], Folder]


@pytest.fixture
def both(folder: Folder) -> Both:
    def made(changed: dict[str, str | bytes]) -> Folder:
        files = {f"old/{name}": text for name, text in OLD.items()}
        folder.write(files | {f"new/{name}": text for name, text in NEW.items()})
        folder.write(changed)
        repositories(folder.path)
        return folder

    return made


@pytest.mark.parametrize(
    ("changed", "arguments", "said"),
    [
        ({}, ("old/src/old/core.py",), "old/src/old/core.py has no target"),
        (
            {},
            ("old/src/old/core.py", "new/src/new/there.py"),
            "src/new/there.py is there alre",
        ),
        ({}, ("old/src/old/core.py", "new/src/old/core.py"), "a package of both"),
        (
            {"old/src/old/util.py": "import old.core\n\n\ndef twice(): ...\n"},
            ("old/src/old/core.py", "new/src/new/core.py"),
            (
                "half of a circle: what moves needs what stays, src/new/core.py:1"
                " (old.util.twice), and that needs what moves, src/old/util.py:1"
            ),
        ),
        (
            {"old/src/old/core.py": "from old.util import _half\n"},
            ("old/src/old/core.py", "new/src/new/core.py"),
            "private names would be reached from outside: src/new/core.py:1 (old.util.",
        ),
        (
            {"old/src/old/core.py": "from old import util\n\nutil._half()\n"},
            ("old/src/old/util.py", "new/src/new/util.py"),
            "private names would be reached from outside: src/old/core.py:3 (new.util.",
        ),
        (
            {
                "old/src/old/alone.py": "from pathlib import Path\n\n"
                'X = (Path(__file__).parent / "x.csv").read_text()\n'
            },
            ("old/src/old/alone.py", "new/src/new/alone.py"),
            "src/old/alone.py reads src/old/x.csv, which is not there",
        ),
        (
            {
                "old/src/old/alone.py": "from pathlib import Path\n\n"
                'X = (Path(__file__).parents[2] / "x.csv").read_text()\n',
                "old/x.csv": "1",
                "new/x.csv": "2",
            },
            ("old/src/old/alone.py", "new/src/new/alone.py"),
            "x.csv is there already, and is not x.csv",
        ),
        (
            {
                "old/tests/test_alone.py": "from old.alone import X\n",
                "new/tests/test_alone.py": "",
            },
            ("old/src/old/alone.py", "new/src/new/alone.py"),
            "tests/test_alone.py is there already",
        ),
        (
            {
                "old/src/old/util.py": "def twice():\n    _half()\n\n\n"
                "def _half(): ...\n\n\n_half()\n"
            },
            ("old/src/old/util.py::twice", "new/src/new/util.py"),
            "twice needs _half, which old/src/old/util.py uses as well",
        ),
        (
            {"old/src/old/util.py": "def half(): ...\n\n\ndef twice(x=half()): ...\n"},
            ("old/src/old/util.py::twice", "new/src/new/there.py"),
            "add old/src/old/util.py::half new/src/new/there.py",
        ),
        (
            {
                "old/src/old/util.py": "def half(): ...\n\n\n"
                "def twice():\n    half()\n\n\ntwice(half())\n"
            },
            ("old/src/old/util.py::twice", "new/src/new/there.py"),
            "half of a circle: what moves needs what stays, src/new/there.py:1 (old.u",
        ),
        (
            {"new/src/new/there.py": "twice = 1\n"},
            ("old/src/old/util.py::twice", "new/src/new/there.py"),
            "src/new/there.py has a twice already",
        ),
        (
            {},
            ("old/src/old/util.py::twice", "new/src/new/a.py", "--with-history"),
            "--with-history is for whole modules",
        ),
        (
            {"fleet.toml": FLEET},
            ("old/src/old/util.py::twice", "new/src/new/util.py"),
            "old is a utility and may not import new",
        ),
        (
            {"fleet.toml": FLEET},
            ("old/src/old/util.py", "new/src/new/util.py"),
            (
                "old is a utility and may not import new: utilities build on none, and"
                " would: src/old/core.py:1 (new.util.twice)"
            ),
        ),
    ],
)
def test_what_cannot_be_is_said(
    both: Both, changed: dict[str, str | bytes], arguments: tuple[str, ...], said: str
) -> None:
    folder = both(changed)
    before = folder.tree()
    done = folder.codemod("move", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert folder.tree() == before


MOVED = ("old/src/old/core.py", "new/src/new/core.py")


@pytest.mark.parametrize("side", SIDES)
def test_uncommitted_changes_are_named(both: Both, side: str) -> None:
    folder = both({})
    folder.write({f"{side}/pyproject.toml": ""})
    done = folder.codemod("move", *MOVED)
    assert done.code == 2
    assert f"{side}: uncommitted changes in pyproject.toml" in done.err


def test_both_halves_of_a_circle_move(both: Both) -> None:
    folder = both({"old/src/old/util.py": "import old.core\n\n\ndef twice(): ...\n"})
    other = ("old/src/old/util.py", "new/src/new/util.py")
    done = folder.codemod("move", *MOVED, *other)
    assert done.code == 0, done.err
    assert folder.read("new/src/new/util.py").startswith("import new.core\n")
    assert folder.read("new/src/new/core.py").startswith("from new.util import twice")


def test_that_the_old_home_is_needed_is_said(both: Both) -> None:
    folder = both({})
    done = folder.codemod("move", *MOVED)
    assert done.code == 0, done.err
    assert "new/src/new/core.py:1:1: note: old.util.twice: it stays in" in done.err
    assert 'dependencies = ["old"]' in folder.read("new/pyproject.toml")


def test_requirements_of_setup_py_are_to_be_moved_by_hand(both: Both) -> None:
    folder = both({"old/src/old/core.py": "import numpy\n"})
    old = Folder(Path(folder.path, "old"))
    old.git("mv", "pyproject.toml", "setup.py")
    commit(old)
    done = folder.codemod("move", *MOVED)
    said = "old/setup.py: warning: this is not read: what it requires for numpy, req"
    assert said in done.err


def test_importers_elsewhere_wait(both: Both) -> None:
    user = "from old.core import f\n"
    folder = both({"user/a.py": user})
    done = folder.codemod("move", *MOVED, "--importer", "user")
    assert done.code == 0, done.err
    said = "user/a.py:1:1: note: old.core.f will be new.core.f [importer-waits]"
    assert said in done.err
    assert folder.read("user/a.py") == user
    command = next(line for line in done.err.splitlines() if line.startswith("    "))
    assert folder.codemod(*command.split()[1:]).code == 0
    assert folder.read("user/a.py") == "from new.core import f\n"


def test_the_importers_of_a_fleet_are_found_by_its_file(both: Both) -> None:
    user = '[[repository]]\nname = "user"\npath = "../user"\nlayer = "project"\n'
    fleet = FLEET.replace('path = "', 'path = "../')
    folder = both(
        {"user/a.py": "from old.core import f\n", "f/fleet.toml": fleet + user}
    )
    done = folder.codemod("move", *MOVED, "--fleet", "f/fleet.toml")
    assert "user/a.py:1:1: note: old.core.f will be new.core.f" in done.err


def test_what_stays_and_imports_by_a_string_needs_the_new_home(both: Both) -> None:
    stays = "from importlib import import_module\n\nX = import_module('old.core')\n"
    folder = both({"old/src/old/alone.py": stays, "old/src/old/core.py": "F = 1\n"})
    done = folder.codemod("move", *MOVED)
    assert done.code == 0, done.err
    assert "import_module('new.core')" in folder.read("old/src/old/alone.py")
    assert '"new"' in folder.read("old/pyproject.toml")


def test_several_modules_go_to_one_folder(both: Both) -> None:
    folder = both({})
    paths = ("old/src/old/core.py", "old/src/old/util.py", "new/src/new/tools/")
    done = folder.codemod("move", *paths)
    assert done.code == 0, done.err
    assert folder.read("new/src/new/tools/core.py").startswith(
        "from new.tools.util import twice\n"
    )
    assert "old/src/old/util.py" not in folder.tree()


def test_history_comes_along(both: Both) -> None:
    folder = both({})
    old, new = Folder(folder.path / "old"), Folder(folder.path / "new")
    old.write({"src/old/core.py": "def f(): ...\n", "src/old/util.py": "u = 1\n"})
    commit(old, "second")
    done = folder.codemod("move", *MOVED, "--with-history")
    assert done.code == 0, done.err
    assert "new has 2 commits of old" in done.err
    shown = new.git("log", "--format=%s", "--", "src/new/core.py").split()
    assert shown == ["second", "change"]
    last = new.git("log", "-1", "--format=%B%an")
    assert f"Moved-from: old {old.git('rev-parse', 'HEAD').strip()}" in last
    assert new.git("status", "--porcelain") == ""
    assert new.git("show", "--name-only", "--format=", "HEAD").split() == [
        "src/new/core.py"
    ]


def test_the_message_names_the_commit(both: Both) -> None:
    folder = both({})
    done = folder.codemod("move", *MOVED)
    at = Folder(folder.path / "old").git("rev-parse", "HEAD").strip()
    assert f"core is new.core now\n\nFrom old, src/old/core.py, at {at}." in done.err
