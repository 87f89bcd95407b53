"""A change of several kinds, on a disk and in a commit: whole, or not at all."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dr_refit.tree.disk import Disk
from dr_refit.tree.model import ChangeSet, Rewrite, Splice, digest
from dr_refit.tree.splices import rewrite_between
from tests.support.objects import commit_of
from tests.support.rewriting import MOVE, NEW, OLD

if TYPE_CHECKING:
    from dr_refit.tree.commit import Commit
    from tests.support.folder import Folder

ROOT = str(Path(__file__).parents[2])
BEFORE = {
    "src/old/__init__.py": b"",
    "src/old/a.py": b"import old.b\n",
    "src/old/b.py": b"x = 1\n",
    "pyproject.toml": b'name = "old"\n',
    "gone/c.py": b"y = 1\n",
}
AFTER = {
    "src/new/__init__.py": b"",
    "src/new/a.py": b"import new.b\n",
    "src/new/b.py": b"x = 1\n",
    "pyproject.toml": b'name = "new"\n',
    "codemods/old.toml": b'title = "old is new"\n',
}
CHANGE = ChangeSet(
    rewrites=(
        rewrite_between("src/old/a.py", b"import old.b\n", b"import new.b\n"),
        rewrite_between("pyproject.toml", b'name = "old"\n', b'name = "new"\n'),
    ),
    additions={"codemods/old.toml": b'title = "old is new"\n'},
    renames={f"src/old/{n}.py": f"src/new/{n}.py" for n in ("__init__", "a", "b")},
    deletions=("gone/c.py",),
)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's own folder, where journals lie."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def disk(folder: Folder) -> Disk:
    """Return the files as they are before."""
    folder.write(dict(BEFORE))
    return Disk(str(folder.path))


def files_of(commit: Commit, folder: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, kind in commit.scan(folder):
        path = f"{folder}/{name}" if folder else name
        found |= {path: commit.read(path)} if kind == "file" else files_of(commit, path)
    return found


def test_on_a_disk(disk: Disk, folder: Folder, state: Path) -> None:
    (folder.path / "src/old/b.py").chmod(0o755)
    assert disk.apply(CHANGE) == {}
    assert folder.tree() == AFTER
    assert stat.S_IMODE((folder.path / "src/new/b.py").stat().st_mode) == 0o755
    assert not (folder.path / "src/old").exists()
    assert not (folder.path / "gone").exists()
    assert list(state.rglob("*.json")) == []
    assert disk.complete() == {}


def test_in_a_commit() -> None:
    commit = commit_of(BEFORE)
    assert commit.apply(CHANGE) == {}
    assert files_of(commit) == AFTER
    assert commit.kind("src/old") is None
    gone = {path for path, entry in commit.changed.items() if entry is None}
    assert gone == BEFORE.keys() - AFTER.keys()


def test_a_mode_goes_along_in_a_commit() -> None:
    commit = commit_of(BEFORE, modes={"src/old/a.py": "100755"})
    commit.apply(CHANGE)
    stored = commit.changed["src/new/a.py"]
    assert stored is not None
    assert stored[0] == "100755"


def spoiled(path: str) -> ChangeSet:
    other = Rewrite(path=path, digest=digest(b"other"), splices=(Splice(0, 0, b"x"),))
    return ChangeSet(rewrites=(other,), additions={"new.py": b""})


@pytest.mark.parametrize(
    ("change", "path", "why"),
    [
        (spoiled("pyproject.toml"), "pyproject.toml", "changed while the rewrite ran"),
        (spoiled("nowhere.py"), "nowhere.py", "No such file or directory"),
        (ChangeSet(additions={"gone/c.py": b""}), "gone/c.py", "there already"),
        (
            ChangeSet(renames={"gone/c.py": "src/old/a.py"}, additions={"n.py": b""}),
            "gone/c.py",
            "src/old/a.py is there already",
        ),
        (
            ChangeSet(renames={"none.py": "n.py"}, deletions=("gone/c.py",)),
            "none.py",
            "No such file or directory",
        ),
        (
            ChangeSet(deletions=("none.py",), additions={"n.py": b""}),
            "none.py",
            "No such file or directory",
        ),
    ],
)
def test_nothing_is_done_where_something_is_in_the_way(
    change: ChangeSet, path: str, why: str, disk: Disk, folder: Folder
) -> None:
    (refused,) = disk.apply(change).items()
    assert refused[0] == path
    assert why in refused[1].message
    assert folder.tree() == BEFORE


def test_a_read_only_file_is_in_the_way(disk: Disk, folder: Folder) -> None:
    (folder.path / "src/old/a.py").chmod(0o444)
    assert disk.apply(CHANGE).keys() == {"src/old/a.py"}
    assert folder.tree() == BEFORE


KILLED = """
import itertools, os, shutil, sys
from pathlib import Path
from tests.tree.test_change_set import AFTER, BEFORE, CHANGE
from dr_refit.tree.disk import Disk

root = Path("tree")

def child(last):
    seen = 0
    def step(frame, event, argument):
        nonlocal seen
        seen += 1
        if seen > last:
            os.kill(os.getpid(), 9)
    sys.setprofile(step)
    Disk("tree").apply(CHANGE)
    sys.setprofile(None)
    os._exit(0)

def files():
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*") if path.is_file() and path.suffix != ".tmp"
    }

for last in itertools.count(0, 19):
    shutil.rmtree(root, ignore_errors=True)
    for path, data in BEFORE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    process = os.fork()
    if process == 0:
        child(last)
    killed = os.waitpid(process, 0)[1] != 0
    left = files()
    torn = [path for path, data in left.items() if data not in {
        *BEFORE.values(), *AFTER.values()}]
    assert not torn, torn
    assert Disk("tree").complete() == {}
    done = files()
    print("before" if done == BEFORE else "after" if done == AFTER else done,
          left not in (BEFORE, AFTER), killed)
    if not killed:
        break
"""


@pytest.mark.kills
def test_killed_anywhere_the_next_run_completes_it(folder: Folder) -> None:
    done = folder.python(KILLED, PYTHONPATH=ROOT)
    assert (done.code, done.err) == (0, "")
    *steps, last = done.out.splitlines()
    assert last == "after False False"
    assert {line.split()[0] for line in steps} == {"before", "after"}
    # Some died in between, when the files were neither.
    assert "after True True" in steps
    first = next(n for n, line in enumerate(steps) if line.startswith("after"))
    assert all(line.startswith("after") for line in steps[first:])


INTERRUPTED = """
import os
from dr_refit.tree import journal
def die(*_): os._exit(9)
os.rename = die
from tests.tree.test_change_set import CHANGE
from dr_refit.tree.disk import Disk
Disk("").apply(CHANGE)
"""


def interrupt(folder: Folder) -> None:
    """Leave a change in the middle."""
    folder.write(dict(BEFORE))
    assert folder.python(INTERRUPTED, PYTHONPATH=ROOT).code == 9
    assert folder.tree() not in (BEFORE, AFTER)


def test_the_next_command_completes_it(folder: Folder) -> None:
    interrupt(folder)
    folder.write({"sub/m.py": OLD})
    before = folder.tree()
    assert folder.rewrite(*MOVE, "--check", "sub").code == 1
    assert folder.tree() == before
    done = folder.rewrite(*MOVE, "sub")
    assert (done.code, done.err) == (0, "1 file looked at: 1 rewritten.\n")
    assert folder.tree() == AFTER | {"sub/m.py": NEW.encode()}


def test_what_was_edited_meanwhile_is_not_lost(folder: Folder) -> None:
    interrupt(folder)
    folder.write({"gone/c.py": "y = 2\n"})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    assert done.err.startswith("error: gone/c.py: changed while the rewrite ran")
    assert folder.read("gone/c.py") == "y = 2\n"
    folder.write({"gone/c.py": "y = 1\n"})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.tree() == AFTER


@pytest.mark.parametrize("path", ["src/new/a.py", "codemods/old.toml"])
def test_what_came_meanwhile_is_in_the_way(path: str, folder: Folder) -> None:
    interrupt(folder)
    folder.write({path: "z = 1\n"})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    assert f"{path} is there already" in done.err
    assert folder.read(path) == "z = 1\n"
    (folder.path / path).unlink()
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.tree() == AFTER


def test_a_change_that_cannot_be_finished_can_be_given_up(folder: Folder) -> None:
    interrupt(folder)
    folder.write({"gone/c.py": "y = 2\n", "m.py": OLD})
    err = folder.rewrite(*MOVE, ".").err
    hint = "hint: mend this and run the command again, or give the change up: rm "
    assert err.splitlines()[1].startswith(hint)
    journal = Path(err.splitlines()[1].removeprefix(hint))
    journal.unlink()
    assert folder.rewrite(*MOVE, ".").code == 0
    assert (folder.read("m.py"), folder.read("gone/c.py")) == (NEW, "y = 2\n")


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"x": 1}]', "\xff", "[" * 5000])
def test_a_journal_that_is_none_is_said(text: str, folder: Folder) -> None:
    interrupt(folder)
    folder.write({"gone/c.py": "y = 2\n"})
    err = folder.rewrite(*MOVE, ".").err
    journal = Path(err.rpartition("rm ")[2].strip())
    journal.write_text(text)
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, "Traceback" in done.err) == (2, False)
    assert done.err.startswith(f"error: {journal}: ")
    assert done.err.endswith(f"give the change up: rm {journal}\n")
