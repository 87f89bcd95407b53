"""Programs are found where the user has them, never in a tree that is worked on."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from dr_refit import programs
from tests.support.rewriting import AS_ROOT, MOVE, NEW, OLD
from tests.support.trap import Trap

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.folder import Folder

ENTRIES = [
    "",
    ".",
    "bin",
    "./node_modules/.bin",
    "../here/bin",
    "{here}/bin",
    "{here}/node_modules/.bin",
    "{here}/../here/bin",
    "{tmp}/link/bin",
    "{tmp}/bin",
]


@pytest.fixture
def planted(folder: Folder, tmp_path: Path) -> Trap:
    """Make a repository that brings a git, and ways to it from outside."""
    folder.write({"sub/a.py": OLD, "sub/b.py": "x = 1\n", ".gitignore": "b.py\n"})
    folder.git("init", "-q")
    folder.git("add", "-f", ".")
    folder.git("commit", "-q", "-m", "all")
    folder.write({"sub/b.py": "x = 2\n"})
    trap = Trap(tmp_path)
    for place in (".", "bin", "node_modules/.bin", "sub", "sub/bin"):
        (folder.path / place).mkdir(parents=True, exist_ok=True)
        (folder.path / place / "git").symlink_to(trap.program)
    (tmp_path / "link").symlink_to(folder.path)
    (tmp_path / "bin").symlink_to(folder.path / "bin")
    return trap


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("work", [".", "sub", ".."])
def test_a_planted_git_is_not_run(
    entry: str, work: str, planted: Trap, folder: Folder, tmp_path: Path
) -> None:
    entry = entry.format(here=folder.path, tmp=tmp_path)
    path = os.pathsep.join([entry, os.environ["PATH"]])
    prelude = f"import os\nos.chdir({work!r})\n"
    paths = {".": "sub", "sub": ".", "..": "here/sub"}
    done = folder.rewrite(*MOVE, paths[work], prelude=prelude, PATH=path)
    assert planted.sprung() == ""
    assert "warning: uncommitted changes in 1 tracked files (b.py)" in done.err
    assert "2 files looked at: 1 rewritten." in done.err
    assert folder.read("sub/a.py") == NEW


def test_a_program_is_the_first_on_the_path(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).mkdir()
    (tmp_path / "a/tool").mkdir()
    (tmp_path / "b/tool").touch(0o644)
    for name in ("c", "d"):
        (tmp_path / name / "tool").touch(0o755)
    path = os.pathsep.join(["", ".", *(f"{tmp_path}/{name}" for name in "abcd")])
    assert programs.find("tool", path) == f"{tmp_path}/c/tool"
    assert programs.find("other", path) is None
    assert programs.find("/x/tool", path) == "/x/tool"


def test_what_is_left_of_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of this interpreter stays, and the home of a user is no tree."""
    tree, home = tmp_path / "tree", tmp_path / "home"
    for folder in (tree / ".git", tree / "src", home / ".git", home / "bin"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(sys, "executable", f"{tree}/.venv/bin/python")
    outside = [str(home / "bin"), f"{tree}s", f"{tree}/.venv/bin", "/usr/bin"]
    inside = ["", ".", "~/bin", str(tree), f"{tree}/bin", f"{tree}/.venv/bin/x"]
    path = os.pathsep.join([*inside, *outside])
    for folders in ([tree / "src"], [tree], [tree / "none", home], [home, tree]):
        left = programs.trusted(path, *(str(folder) for folder in folders))
        assert left.split(os.pathsep) == outside


@pytest.mark.skipif(not AS_ROOT, reason="only root gives files away")
def test_whoever_owns_a_repository_it_is_asked(folder: Folder) -> None:
    """git's own refusal would leave out what is ignored and tracked, unsaid."""
    folder.write({"a.py": OLD, ".gitignore": "a.py\n"})
    folder.git("init", "-q")
    folder.git("add", "-f", ".")
    for path in (folder.path, folder.path / ".git"):
        os.chown(path, 1234, 1234)
    assert folder.rewrite(*MOVE, ".").err == "1 file looked at: 1 rewritten.\n"
