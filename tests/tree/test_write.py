"""What cannot be written stays; links, modes and times."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod.pipeline import run
from dr_refit.codemod.prove import Options
from dr_refit.errors import FileRefused
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from dr_refit.tree.discover import discover
from dr_refit.tree.disk import Disk
from dr_refit.tree.write import write
from tests.support.folder import Folder
from tests.support.rewriting import AS_ROOT, MOVE, NEW, OLD, PADDING, strays

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_full_disk_changes_nothing(folder: Folder) -> None:
    big = OLD + PADDING * 2000
    folder.write({"big.py": big, "small.py": OLD})
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
    done = folder.rewrite(*MOVE, ".", prelude=f"import resource\n{limit}")
    assert done.code == 2
    assert "big.py: error: " in done.err
    assert "[not-written]" in done.err
    assert folder.tree() == {"big.py": big.encode(), "small.py": NEW.encode()}


@pytest.mark.parametrize("mode", [0o444, 0o555, 0o400])
def test_a_read_only_file_stays(mode: int, folder: Folder) -> None:
    """The mode bits say so to root as well, and a rename would not ask."""
    folder.write({"a.py": OLD, "b.py": OLD})
    (folder.path / "a.py").chmod(mode)
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    assert "a.py: error: read-only" in done.err
    assert folder.tree() == {"a.py": OLD.encode(), "b.py": NEW.encode()}
    assert stat.S_IMODE((folder.path / "a.py").stat().st_mode) == mode


@pytest.mark.skipif(AS_ROOT, reason="root may write into every folder")
def test_a_read_only_folder_stays(folder: Folder) -> None:
    folder.write({"locked/a.py": OLD, "b.py": OLD})
    (folder.path / "locked").chmod(0o555)
    done = folder.rewrite(*MOVE, ".")
    (folder.path / "locked").chmod(0o755)
    assert done.code == 2
    assert "a.py: error: " in done.err
    assert folder.tree() == {"locked/a.py": OLD.encode(), "b.py": NEW.encode()}


def written_by_somebody_else(path: Path) -> None:
    path.write_text(f"{OLD}mine = 1\n")


def written_with_the_same_length(path: Path) -> None:
    path.write_text(OLD.replace("tool", "bool"))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def removed(path: Path) -> None:
    path.unlink()


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "meanwhile",
    [
        written_by_somebody_else,
        written_with_the_same_length,
        emptied,
        removed,
        made_a_folder,
    ],
)
def test_what_changed_between_reading_and_writing_stays(
    meanwhile: Callable[[Path], None], tmp_path: Path
) -> None:
    file, twin = tmp_path / "in/a.py", tmp_path / "twin/a.py"
    for path in (file, twin):
        path.parent.mkdir()
        path.write_text(OLD)
    meanwhile(twin)
    report = run(
        Disk(),
        discover(Disk(), [str(file.parent)]),
        MoveTable([command_line([MOVE[1]], [])]),
        Options(),
        before_write=lambda: meanwhile(file),
    )
    assert report.exit_code == 2
    (result,) = report.results
    assert (result.path, result.changed) == (str(file), False)
    assert [finding.code for finding in result.findings] == ["not-written"]
    assert Folder(file.parent).tree() == Folder(twin.parent).tree()
    assert file.exists() == twin.exists()
    assert not strays(tmp_path)


def test_write_says_that_a_file_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("theirs")
    with pytest.raises(FileRefused, match="changed while the rewrite ran"):
        write(str(file), b"new", expected=b"old")
    assert file.read_text() == "theirs"
    assert not strays(tmp_path)


# 5: nothing outside the roots


def test_links_are_not_followed(folder: Folder, tmp_path: Path) -> None:
    outside = Folder(tmp_path / "outside")
    outside.write({"a.py": OLD, "pkg/__init__.py": OLD})
    folder.write({"real.py": OLD, "sub/real.py": OLD})
    links = {
        "file.py": outside.path / "a.py",
        "pkg": outside.path / "pkg",
        "self.py": folder.path / "self.py",
        "sub/parent": folder.path,
        "sub/root": "/",
        "broken.py": "nowhere.py",
        "inside.py": "real.py",
    }
    for name, target in links.items():
        (folder.path / name).symlink_to(str(target))
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("2 files looked at: 2 rewritten.")
    assert outside.tree() == {
        "a.py": OLD.encode(),
        "pkg/__init__.py": OLD.encode(),
    }
    assert {name: (folder.path / name).is_symlink() for name in links} == dict.fromkeys(
        links, True
    )
    assert folder.tree() == {"real.py": NEW.encode(), "sub/real.py": NEW.encode()}


# 6, 8: links, modes, times


def test_hard_links_detach(folder: Folder, tmp_path: Path) -> None:
    """The other name may be in a cache that all environments share."""
    cached = tmp_path / "cached.py"
    cached.write_text(OLD)
    (folder.path / "a.py").hardlink_to(cached)
    assert folder.rewrite(*MOVE, ".").code == 0
    assert (folder.read("a.py"), cached.read_text()) == (NEW, OLD)
    assert cached.stat().st_nlink == 1


@pytest.mark.parametrize("mode", [0o755, 0o600, 0o664, 0o640, 0o777])
def test_the_mode_is_kept(mode: int, folder: Folder) -> None:
    folder.write({"a.py": OLD})
    (folder.path / "a.py").chmod(mode)
    prelude = "import os\nos.umask(0o077)\n"
    assert folder.rewrite(*MOVE, ".", prelude=prelude).code == 0
    assert folder.read("a.py") == NEW
    assert stat.S_IMODE((folder.path / "a.py").stat().st_mode) == mode


def test_an_edit_of_the_same_size_is_seen_by_import(folder: Folder) -> None:
    """Python takes a .pyc for the source of the same size and time."""
    folder.write(
        {
            "old_home.py": "value = 'old'\n",
            "new_home.py": "value = 'new'\n",
            "user.py": "from old_home import value\n",
        }
    )
    os.utime(folder.path / "user.py", (1_500_000_000, 1_500_000_000))
    asked = "import sys; sys.path.insert(0, '.'); import user; print(user.value)"
    assert folder.python(asked).out == "old\n"
    assert list((folder.path / "__pycache__").glob("user.*.pyc"))
    size = (folder.path / "user.py").stat().st_size
    done = folder.rewrite("--move-module", "old_home=new_home", "user.py")
    assert done.code == 0
    assert (folder.path / "user.py").stat().st_size == size
    assert folder.python(asked).out == "new\n"


def test_what_does_not_change_is_not_touched(folder: Folder) -> None:
    folder.write({"a.py": "import older\n", "b.py": "x = 'old.tool'  # from old\n"})
    before = {path: os.stat(path) for path in folder.path.iterdir()}
    assert folder.rewrite(*MOVE, ".").code == 0
    for path, was in before.items():
        now = path.stat()
        assert (now.st_ino, now.st_mtime_ns, now.st_ctime_ns) == (
            was.st_ino,
            was.st_mtime_ns,
            was.st_ctime_ns,
        )


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_files_are_written_as_few_are(jobs: int, folder: Folder) -> None:
    """Several at a time; what is refused is told in the order of the paths."""
    files: dict[str, str | bytes] = {f"m{number:02}.py": OLD for number in range(60)}
    folder.write(files)
    for number in (7, 31, 32):
        (folder.path / f"m{number:02}.py").chmod(0o444)
    done = folder.rewrite(*MOVE, f"-j{jobs}", ".")
    assert done.code == 2
    told = [line.partition(":")[0] for line in done.err.splitlines()[:-1]]
    assert told == ["m07.py", "m31.py", "m32.py"]
    assert done.err.endswith("60 files looked at: 57 rewritten, 3 failed.\n")
    left = [name for name, data in folder.tree().items() if data == OLD.encode()]
    assert left == told
    assert not strays(folder.path)


def test_nothing_is_written_before_every_file_is_proved(folder: Folder) -> None:
    folder.write({"a.py": OLD, "b.py": OLD, "c.py": OLD})
    spy = (
        "from pathlib import Path\n"
        "from dr_refit.codemod import rewrite as r\nreal = r.rewrite\n"
        "def rewrite(*arguments, path, **more):\n"
        "    files = {file.read_bytes() for file in Path().glob('*.py')}\n"
        "    assert len(files) == 1, files\n"
        "    return real(*arguments, path=path, **more)\n"
        "r.rewrite = rewrite\n"
    )
    done = folder.rewrite(*MOVE, ".", prelude=spy)
    assert (done.code, done.err) == (0, "3 files looked at: 3 rewritten.\n")
    assert set(folder.tree().values()) == {NEW.encode()}
