"""Special, endless, huge and vanishing files are said with their path: exit code 2."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from tests.support.reports import MOVED
from tests.support.rewriting import MOVE, NEW, OLD, OWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.folder import Folder


def pipe(path: Path) -> None:
    os.mkfifo(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listener(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def nested(path: Path) -> None:
    path.write_text(f"codemod = {'[' * 3000}{']' * 3000}\n")


def nested_tables(path: Path) -> None:
    path.write_text(f"[codemod.{'.'.join('a' * 3000)}]\n")


ODD = [pipe, zeros, listener, huge]
NESTED = [nested, nested_tables]


@pytest.mark.parametrize("make", ODD)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("odd.py", ["good.py", "odd.py"]),
        (".gitignore", ["."]),
        ("sub/.gitignore", ["."]),
        ("pyproject.toml", ["."]),
    ],
)
def test_an_odd_file_is_said(
    make: Callable[[Path], None], name: str, arguments: list[str], folder: Folder
) -> None:
    folder.write({"good.py": OLD, "sub/also.py": OLD, ".git/config": ""})
    if make is zeros and name == "odd.py":
        (folder.path / ".git/config").unlink()
        (folder.path / ".git").rmdir()
    make(folder.path / name)
    done = folder.rewrite(*MOVE, *arguments)
    assert (done.code, done.out, "Traceback" in done.err) == (2, "", False)
    assert ("/dev/zero" if make is zeros and name == "odd.py" else name) in done.err
    wanted = NEW if name == "odd.py" else OLD
    assert (folder.read("good.py"), folder.read("sub/also.py")) == (wanted, OLD)


@pytest.mark.parametrize("make", [*ODD, *NESTED])
@pytest.mark.parametrize("way", ["option", "settings"])
def test_an_odd_migration_is_said(
    make: Callable[[Path], None], way: str, folder: Folder
) -> None:
    folder.write({"a.py": OLD})
    make(folder.path / "odd.toml")
    settings = "[tool.codemod]\nmigrations = ['odd.toml']\n"
    given = ["--migration", "odd.toml"] if way == "option" else []
    folder.write({} if given else {"pyproject.toml": settings})
    done = folder.rewrite(*given, ".")
    assert (done.code, done.out, "Traceback" in done.err) == (2, "", False)
    assert "odd.toml:" in done.err
    assert folder.read("a.py") == OLD


@pytest.mark.parametrize("make", NESTED)
def test_settings_may_be_nested_too_deeply(
    make: Callable[[Path], None], folder: Folder
) -> None:
    folder.write({"a.py": OLD})
    make(folder.path / "pyproject.toml")
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, "Traceback" in done.err) == (2, False)
    assert "pyproject.toml: nested too deeply" in done.err
    assert folder.read("a.py") == OLD


def test_an_odd_file_that_is_only_found_is_no_file(folder: Folder) -> None:
    folder.write({"a.py": OLD})
    for name, make in {"p.py": pipe, "z.py": zeros, "s.py": listener}.items():
        make(folder.path / name)
    done = folder.rewrite(*MOVE, ".")
    assert (done.code, done.err) == (0, "1 file looked at: 1 rewritten.\n")


def test_a_huge_file_stops_no_other(folder: Folder) -> None:
    folder.write({"a.py": OLD, "own.toml": OWN})
    huge(folder.path / "huge.py")
    done = folder.rewrite("--migration", "own.toml", "--select", "own", ".")
    assert (done.code, folder.read("a.py")) == (2, NEW)
    assert "huge.py: error: larger than 64 MB [too-large]" in done.err


def test_a_file_may_vanish_before_it_is_read(folder: Folder) -> None:
    folder.write({"a.py": OLD, "b.py": OLD})
    prelude = (
        "import os\nfrom dr_refit.tree import discover as d\nreal = d.discover\n"
        "def discover(*arguments, **options):\n"
        "    files = real(*arguments, **options)\n"
        "    os.unlink('a.py')\n    return files\n"
        "d.discover = discover\n"
    )
    done = folder.rewrite(*MOVE, ".", prelude=prelude)
    assert (done.code, folder.read("b.py")) == (2, NEW)
    assert "a.py: error: No such file or directory [unreadable]" in done.err


def test_what_is_searched_for_requirements_is_read_before_writing(
    folder: Folder,
) -> None:
    """Only one file is named; what is to be dropped is for the whole project to say."""
    folder.write({"a.py": MOVED, "sub/b.py": MOVED, ".git/config": ""})
    pipe(folder.path / "sub/.gitignore")
    done = folder.rewrite("a.py")
    assert (done.code, folder.read("a.py")) == (2, MOVED)
    assert "sub/.gitignore: not a regular file" in done.err
