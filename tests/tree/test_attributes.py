"""Whose a file is, and who may do what with it, stays as it was; links stay links."""

from __future__ import annotations

import os
import stat
import struct
from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod.pipeline import run
from dr_refit.codemod.prove import Options
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from dr_refit.tree.discover import discover
from dr_refit.tree.disk import Disk
from tests.support.rewriting import AS_ROOT, MOVE, NEW, OLD, strays

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.folder import Folder

as_root = pytest.mark.skipif(not AS_ROOT, reason="only root gives files away")
#: Write a file as somebody who owns nothing here, and cannot read this Python.
AS_NOBODY = f"""\
import os, sys
from dr_refit.tree.write import write
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
write(sys.argv[1], {NEW.encode()!r}, expected={OLD.encode()!r})
"""
ACL = "system.posix_acl_access"


def acl(*entries: tuple[int, int, int]) -> bytes:
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in entries)


#: user::rw- user:1234:rw- group::r-- mask::rw- other::r--
SHARED = acl(
    (1, 6, 2**32 - 1), (2, 6, 1234), (4, 4, 2**32 - 1), (16, 6, 2**32 - 1),
    (32, 4, 2**32 - 1),
)  # fmt: skip


def set_attribute(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except (OSError, AttributeError):
        pytest.skip(f"no {name} here")


@as_root
@pytest.mark.parametrize("mode", [0o644, 0o755, 0o4755, 0o2775, 0o6711, 0o4600])
def test_owner_group_and_mode_are_kept(mode: int, folder: Folder) -> None:
    """A stranger's set-user-ID program never becomes root's."""
    folder.write({"a.py": OLD})
    os.chown(folder.path / "a.py", 1234, 2345)
    (folder.path / "a.py").chmod(mode)
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("a.py") == NEW
    now = (folder.path / "a.py").stat()
    assert (now.st_uid, now.st_gid) == (1234, 2345)
    assert stat.S_IMODE(now.st_mode) == mode


@as_root
@pytest.mark.parametrize(("uid", "gid"), [(0, 65534), (65534, 1234), (1234, 65534)])
def test_what_cannot_stay_its_owners_is_left(
    uid: int, gid: int, folder: Folder
) -> None:
    folder.path.chmod(0o777)
    folder.write({"theirs.py": OLD, "own.py": OLD})
    os.chown(folder.path / "own.py", 65534, 65534)
    os.chown(folder.path / "theirs.py", uid, gid)
    (folder.path / "theirs.py").chmod(0o4666)
    assert folder.python(AS_NOBODY, "own.py").code == 0
    done = folder.python(AS_NOBODY, "theirs.py")
    assert f"FileRefused: its owner and group ({uid}:{gid}) cannot be kept" in done.err
    assert (folder.read("theirs.py"), folder.read("own.py")) == (OLD, NEW)
    now = (folder.path / "theirs.py").stat()
    assert (now.st_uid, now.st_gid, now.st_mode & 0o7777) == (uid, gid, 0o4666)
    assert not strays(folder.path)


@as_root
def test_a_sticky_folder_keeps_what_is_not_ones_own(folder: Folder) -> None:
    folder.path.chmod(0o1777)
    folder.write({"a.py": OLD})
    (folder.path / "a.py").chmod(0o666)
    assert "FileRefused: " in folder.python(AS_NOBODY, "a.py").err
    assert folder.read("a.py") == OLD
    assert not strays(folder.path)


def test_extended_attributes_are_kept(folder: Folder) -> None:
    folder.write({"a.py": OLD})
    set_attribute(folder.path / "a.py", "user.note", b"\x00mine\xff")
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("a.py") == NEW
    assert os.getxattr(folder.path / "a.py", "user.note") == b"\x00mine\xff"


def test_access_control_lists_are_kept(folder: Folder) -> None:
    folder.write({"a.py": OLD})
    (folder.path / "a.py").chmod(0o664)
    set_attribute(folder.path / "a.py", ACL, SHARED)
    before = (folder.path / "a.py").stat().st_mode
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("a.py") == NEW
    assert os.getxattr(folder.path / "a.py", ACL) == SHARED
    assert (folder.path / "a.py").stat().st_mode == before


def test_a_default_list_of_the_folder_adds_nobody(folder: Folder) -> None:
    folder.write({"a.py": OLD})
    (folder.path / "a.py").chmod(0o600)
    set_attribute(folder.path, "system.posix_acl_default", SHARED)
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("a.py") == NEW
    assert os.listxattr(folder.path / "a.py") == []
    assert stat.S_IMODE((folder.path / "a.py").stat().st_mode) == 0o600


@pytest.mark.parametrize("error", ["ENOTSUP", "EPERM"])
def test_an_attribute_that_cannot_be_kept_is_said(error: str, folder: Folder) -> None:
    """A file system may have none, or a label may be for root alone to set."""
    folder.write({"a.py": OLD})
    function = "listxattr" if error == "ENOTSUP" else "setxattr"
    prelude = (
        "import errno, os\ndef fail(*_):\n"
        f"    raise OSError(errno.{error}, os.strerror(errno.{error}))\n"
        "os.listxattr = lambda file: ['security.label'] * (os.read is read)\n"
        "os.getxattr = lambda file, name: str(file).encode()\nread = os.read\n"
        f"os.{function} = fail\n"
    )
    done = folder.rewrite(*MOVE, ".", prelude=prelude)
    if error == "ENOTSUP":
        assert (done.code, folder.read("a.py")) == (0, NEW)
    else:
        assert (done.code, folder.read("a.py")) == (2, OLD)
        assert "its attribute security.label cannot be kept" in done.err
    assert not strays(folder.path)


def test_an_immutable_file_stays(folder: Folder) -> None:
    folder.write({"a.py": OLD})
    prelude = (
        "import errno, os\ndef replace(*_, **__):\n"
        "    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))\n"
        "os.replace = replace\n"
    )
    done = folder.rewrite(*MOVE, ".", prelude=prelude)
    assert (done.code, folder.read("a.py")) == (2, OLD)
    assert "Operation not permitted: the file is as it was" in done.err
    assert not strays(folder.path)


def test_a_name_may_be_as_long_as_a_folder_takes(folder: Folder) -> None:
    names = ["n" * 252 + ".py", "ü" * 126 + ".py"]
    for name in names:
        folder.write({name: OLD})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert {folder.read(name) for name in names} == {NEW}


# Links


@pytest.mark.parametrize("mark", ["", ".git/config", "pyproject.toml"])
@pytest.mark.parametrize("absolute", [False, True])
def test_a_named_link_stays_one(mark: str, absolute: bool, folder: Folder) -> None:
    folder.write({"src/real.py": OLD})
    folder.write({mark: ""} if mark else {})
    (folder.path / "bin").mkdir()
    link = folder.path / "bin/link.py"
    link.symlink_to("../src/real.py")
    done = folder.rewrite(*MOVE, "-v", str(link) if absolute else "bin/link.py")
    assert done.code == 0
    assert "src/real.py" in done.err
    assert (os.readlink(link), folder.read("src/real.py")) == ("../src/real.py", NEW)


@pytest.mark.parametrize(
    "paths",
    [
        ["link.py", "real.py"],
        ["real.py", "link.py", "other.py"],
        [".", "link.py"],
        ["link.py", "here"],
        ["here", "."],
        ["here/real.py", "here/link.py", "real.py"],
    ],
)
def test_a_file_is_taken_once_under_all_its_names(
    paths: list[str], folder: Folder
) -> None:
    folder.write({"real.py": OLD})
    for name, target in {"link.py": "real.py", "other.py": "link.py"}.items():
        (folder.path / name).symlink_to(target)
    (folder.path / "here").symlink_to(".")
    done = folder.rewrite(*MOVE, *paths)
    assert (done.code, folder.read("real.py")) == (0, NEW)
    assert done.err == "1 file looked at: 1 rewritten.\n"
    assert (folder.path / "link.py").is_symlink()


@pytest.mark.parametrize("mark", [".git/config", "pyproject.toml"])
def test_a_link_out_of_the_project_is_said(
    mark: str, folder: Folder, tmp_path: Path
) -> None:
    (tmp_path / "outside.py").write_text(OLD)
    folder.write({mark: "", "a.py": OLD})
    (folder.path / "link.py").symlink_to("../outside.py")
    done = folder.rewrite(*MOVE, "a.py", "link.py")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"error: link.py: a link out of the project, to {tmp_path}/outside.py\n"
        "hint: name that file itself\n"
    )
    assert ((tmp_path / "outside.py").read_text(), folder.read("a.py")) == (OLD, OLD)


def test_a_link_to_nothing_is_said(folder: Folder) -> None:
    for name, target in {"link.py": "nowhere.py", "loop.py": "loop.py"}.items():
        (folder.path / name).symlink_to(target)
        done = folder.rewrite(*MOVE, name)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"error: {name}: no such file or folder\n")


def test_a_link_that_takes_a_files_place_is_not_followed(tmp_path: Path) -> None:
    file, other = tmp_path / "in/a.py", tmp_path / "other.py"
    file.parent.mkdir()
    file.write_text(OLD)
    other.write_text(OLD)

    def swap() -> None:
        file.unlink()
        file.symlink_to(other)

    report = run(
        Disk(),
        discover(Disk(), [str(file.parent)]),
        MoveTable([command_line([MOVE[1]], [])]),
        Options(),
        before_write=swap,
    )
    assert report.exit_code == 2
    assert other.read_text() == OLD
    assert file.is_symlink()
    assert not strays(tmp_path)
