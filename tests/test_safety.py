"""The promises of a rewriter that people let loose on their own code.

Numbers in comments are those of the promises in the design facts: a file is old or
new, a second run finds nothing to do, what cannot be done is named and left alone.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod import rewrite as rewriting
from dr_refit.codemod.pipeline import Options, run
from dr_refit.codemod.rules.imports import plan as planning
from dr_refit.errors import FileRefused
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import command_line
from dr_refit.python.edits import Edit
from dr_refit.python.source import MAX_CODE
from dr_refit.tree.discover import discover
from dr_refit.tree.write import write
from tests.support.folder import POOL, Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dr_refit.codemod.result import Report
    from dr_refit.codemod.rules.imports.plan import Plan

MOVE = ("--move", "old.tool=new.home.tool")
OLD, NEW = "from old import tool\n", "from new.home import tool\n"
AS_ROOT = os.geteuid() == 0


def library(folder: Path, *moves: str) -> Report:
    """Rewrite a folder in this process."""
    lookup = MoveTable([command_line(moves or [MOVE[1]], [])])
    return run(discover([str(folder)]), lookup, Options())


def strays(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.suffix == ".tmp"]


# 1, 2: killed at any moment

#: Large enough that writing takes a while, and cheap to parse.
PADDING = "# " + "x" * 98 + "\n"
VICTIMS: dict[str, str | bytes] = {
    f"m{number}.py": f"{OLD}{PADDING * 500}x = {number}\n" for number in range(6)
}
CLEAN = {
    name: str(text).replace(OLD, NEW).encode() for name, text in VICTIMS.items()
} | {"bystander.py": b"import other\n"}


def start(folder: Folder, prelude: str, jobs: int) -> subprocess.Popen[bytes]:
    code = f"{prelude}\nfrom dr_refit.cli.codemod import main\nmain()"
    command = [sys.executable, "-c", code, "rewrite-imports", *MOVE, f"-j{jobs}", "."]
    return subprocess.Popen(
        command,
        cwd=folder.path,
        env=folder.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children, and wait until all of them are gone."""
    os.killpg(process.pid, signal.SIGKILL)
    # The end of the pipe comes when the last one that holds it is dead.
    process.communicate()


def wait_for_a_change(folder: Path, process: subprocess.Popen[bytes]) -> None:
    before = os.stat(folder).st_mtime_ns
    while os.stat(folder).st_mtime_ns == before and process.poll() is None:
        time.sleep(0.0005)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_a_file_is_old_or_new(seed: int, tmp_path: Path) -> None:
    """200 runs in all: half of them killed anywhere, half of them while they write."""
    chance = random.Random(seed)
    prelude, jobs = (POOL, 2) if seed % 2 else ("", 1)
    template = Folder(tmp_path / "template")
    template.write({**VICTIMS, "bystander.py": "import other\n"})

    def fresh(name: str) -> Folder:
        copy = Folder(tmp_path / name)
        shutil.copytree(template.path, copy.path)
        return copy

    measured = fresh("measured")
    began = time.perf_counter()
    process = start(measured, prelude, jobs)
    wait_for_a_change(measured.path, process)
    reading = time.perf_counter() - began
    process.communicate()
    writing = time.perf_counter() - began - reading
    assert measured.tree() == CLEAN

    midway = 0
    for number in range(50):
        folder = fresh(f"run{number}")
        process = start(folder, prelude, jobs)
        if number % 2:
            wait_for_a_change(folder.path, process)
            time.sleep(chance.uniform(0, writing))
        else:
            time.sleep(chance.uniform(0, reading + writing))
        kill(process)
        found = folder.tree()
        new = [name for name in VICTIMS if found[name] == CLEAN[name]]
        old = [name for name in VICTIMS if found[name] == str(VICTIMS[name]).encode()]
        assert sorted(new + old) == sorted(VICTIMS), "a file is torn"
        left_over = strays(folder.path)
        midway += bool(left_over) or 0 < len(new) < len(VICTIMS)

        report = library(folder.path)
        assert (report.failed, report.changed) == (0, len(old))
        rest = {name: data for name, data in folder.tree().items() if name in CLEAN}
        assert rest == CLEAN
        assert strays(folder.path) == left_over
        shutil.rmtree(folder.path)
    assert midway, "not one run was killed while it wrote: this shows nothing"


EVERY_STEP = """
import itertools, os, sys
from dr_refit.tree.write import write

def child(last):
    seen = 0
    def step(frame, event, argument):
        nonlocal seen
        seen += 1
        if seen > last:
            os.kill(os.getpid(), 9)
    sys.setprofile(step)
    write("a.py", NEW, expected=OLD)
    sys.setprofile(None)
    os._exit(0)

for last in itertools.count():
    with open("a.py", "wb") as file:
        file.write(OLD)
    process = os.fork()
    if process == 0:
        child(last)
    killed = os.waitpid(process, 0)[1] != 0
    with open("a.py", "rb") as file:
        data = file.read()
    print({OLD: "old", NEW: "new"}.get(data, "torn"), killed)
    if not killed:
        break
"""


def test_killed_at_every_step_of_a_write_a_file_is_old_or_new(folder: Folder) -> None:
    """Before and after every function that writing calls, C functions included."""
    code = f"OLD, NEW = b'old' * 50_000, b'new' * 50_000\n{EVERY_STEP}"
    done = folder.python(code)
    assert (done.code, done.err) == (0, "")
    *steps, last = done.out.splitlines()
    assert last == "new False"
    assert set(steps) == {"old True", "new True"}
    # Once it is the new one it stays that, and there is much to do before.
    change = steps.index("new True")
    assert set(steps[change:]) == {"new True"}
    assert change > 20


def test_what_a_killed_run_left_stops_no_run_of_the_same_number(
    folder: Folder,
) -> None:
    """In a container the process has the same number every time."""
    folder.write({"a.py": OLD})
    number = "import os\nos.getpid = lambda: 7\n"
    death = "os.replace = lambda *_: os.kill(os._getpid(), 9)\n"
    prelude = f"import os\nos._getpid = os.getpid\n{number}{death}"
    assert folder.rewrite(*MOVE, ".", prelude=prelude).code == -signal.SIGKILL
    assert folder.read("a.py") == OLD
    assert strays(folder.path)

    done = folder.rewrite(*MOVE, ".", prelude=number)
    assert "failed" not in done.err
    assert (done.code, folder.read("a.py")) == (0, NEW)


# 3, 4, 7: what cannot be written stays


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
        discover([str(file.parent)]),
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


# 9: the bytes outside the edits

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


def test_bytes_that_are_not_utf_8_are_shown_escaped(folder: Folder) -> None:
    data = b"# coding: latin-1\nfrom old import tool  # caf\xe9\n"
    folder.write({"a.py": data})
    done = folder.rewrite(*MOVE, "--diff", "a.py")
    assert "+from new.home import tool  # caf\\xe9\n" in done.out
    assert folder.tree() == {"a.py": data}


# 12, 13, 14: files that are no Python, or too much of it

BROKEN: dict[str, tuple[str, bytes]] = {
    "syntax error": ("syntax-error", b"def f(:\n"),
    "unclosed": ("syntax-error", b"x = (\n"),
    "python 2 print": ("syntax-error", b'print "x"\n'),
    "python 2 except": ("syntax-error", b"try:\n    x\nexcept E, e:\n    raise E, e\n"),
    "conflict markers": ("syntax-error", b"<<<<<<< HEAD\nx = 1\n"),
    "tabs and spaces": ("syntax-error", b"if x:\n        a\n\tb\n"),
    "NUL": ("syntax-error", b"x = 1\0\n"),
    "NUL in a string": ("syntax-error", b"x = 'a\0b'\n"),
    "20,000 parentheses": ("syntax-error", b"(" * 20_000 + b")" * 20_000 + b"\n"),
    "a sum of 100,000": ("syntax-error", b"x = " + b" + ".join([b"1"] * 100_000)),
    "5,000 attributes": ("syntax-error", b"x = a" + b".b" * 5_000 + b"\n"),
    "5,000 elifs": (
        "syntax-error",
        b"if a: pass\n" + b"".join(b"elif b%d: pass\n" % n for n in range(5_000)),
    ),
    "latin-1 without a cookie": ("undecodable", b"# caf\xe9\n"),
    "a string cut in a character": ("undecodable", b"x = '\xc3'\n"),
}
HEADS: dict[str, tuple[str, bytes]] = {
    "no such cookie": ("undecodable", b"# coding: nonsense\n%s"),
    "a cookie that is no text": ("undecodable", b"# coding: hex\n%s"),
    "a cookie that is no ASCII": ("undecodable", b"# coding: utf-16\n%s"),
    "bom and another cookie": ("undecodable", b"\xef\xbb\xbf# coding: latin-1\n%s"),
    "a name in two bytes": ("undecodable", b"# coding: ascii\n%s# \xc3\xa9\n"),
}
OLD_BYTES = OLD.encode()
CASES = (
    {name: (code, OLD_BYTES + tail) for name, (code, tail) in BROKEN.items()}
    | {name: (code, head % OLD_BYTES) for name, (code, head) in HEADS.items()}
    | {
        "utf-16": ("undecodable", OLD.encode("utf-16")),
        "utf-16 big": ("undecodable", b"\xfe\xff" + OLD.encode("utf-16-be")),
        "utf-32": ("undecodable", OLD.encode("utf-32")),
    }
)


@pytest.mark.parametrize("name", CASES)
def test_a_broken_file_is_named_and_the_others_are_done(
    name: str, folder: Folder
) -> None:
    code, data = CASES[name]
    folder.write({"a.py": OLD, "bad.py": data, "z.py": OLD})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    named = [line for line in done.err.splitlines() if line.startswith("bad.py:")]
    assert len(named) == 1
    assert ": error: " in named[0]
    assert named[0].endswith(f"[{code}]")
    assert len(done.err) < 1000
    assert "3 files looked at: 2 rewritten, 1 failed." in done.err
    new = NEW.encode()
    assert folder.tree() == {"a.py": new, "bad.py": data, "z.py": new}


DOTTED = "import old.deep\n"
DEEP = {
    "500 elifs": "if a: pass\n" + "".join(f"elif b{n}: pass\n" for n in range(500)),
    "2,000 terms": "x = " + " + ".join(["old.deep.tool"] * 2000) + "\n",
    "900 calls": "x = old.deep.tool" + ".f()" * 900 + "\n",
    "1,000 attributes": "x = old.deep.tool" + ".b" * 1000 + "\n",
    "90 lists": "x = " + "[" * 90 + "old.deep.tool" + "]" * 90 + "\n",
    "90 lambdas": "x = " + "lambda: " * 90 + "old.deep.tool\n",
    "99 ifs": "".join(" " * n + "if x:\n" for n in range(99)) + " " * 99 + "pass\n",
    "a deep annotation": "x: '" + "L[" * 900 + "old.deep.tool" + "]" * 900 + "'\n",
    "2,000 strings": "x = (" + "'old.deep.tool'\n" * 2000 + ")\n",
}


@pytest.mark.parametrize("start", [OLD, DOTTED], ids=["from", "import"])
@pytest.mark.parametrize("name", DEEP)
def test_depth_cannot_kill_the_run(name: str, start: str, folder: Folder) -> None:
    """Python can parse these: they are rewritten or named, whatever recurses."""
    text = start + DEEP[name]
    folder.write({"a.py": OLD, "deep.py": text, "z.py": OLD})
    moves = ("--move", "old.deep.tool=new.home.tool", *MOVE)
    done = folder.rewrite(*moves, ".")
    assert "Traceback" not in done.err
    new = NEW.encode()
    assert (folder.tree()["a.py"], folder.tree()["z.py"]) == (new, new)
    if "failed" in done.err:
        assert done.code == 2
        assert "deep.py" in done.err
        assert folder.read("deep.py") == text
    else:
        assert done.code == 0
        written = compile(folder.read("deep.py"), "deep.py", "exec", dont_inherit=True)
        assert written.co_names[:1] != ("old",)


def test_more_code_than_is_safe_is_refused(folder: Folder) -> None:
    large = OLD_BYTES + b"x = 1\n" * (MAX_CODE // 6)
    assert len(large) > MAX_CODE
    silent = b"x = 1\n" * (MAX_CODE // 6 + 1)
    folder.write({"a.py": OLD, "large.py": large, "silent.py": silent})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    (line,) = [line for line in done.err.splitlines() if "large.py" in line]
    assert re.search(r"error: .*more than 5,000,000.*\[too-large\]$", line)
    assert "silent.py" not in done.err
    assert folder.tree() == {
        "a.py": NEW.encode(),
        "large.py": large,
        "silent.py": silent,
    }


def test_just_not_too_much_code_is_rewritten(folder: Folder) -> None:
    """Comments are cheap: the limit is a size, not a feeling."""
    filler = b"#" * (MAX_CODE - len(OLD_BYTES) - 1) + b"\n"
    folder.write({"a.py": OLD_BYTES + filler})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert (folder.path / "a.py").read_bytes() == NEW.encode() + filler


# 13: a process that dies

EACH = """
import os, sys
from dr_refit.codemod import pool
pool._ALONE, pool._WORTH_IT = -1.0, 0

def work(item):
    if item in DEADLY:
        DEATH
    return None if item % 7 == 0 else str(item) * 20_000

found = list(pool.each(
    work, range(COUNT), jobs=JOBS, died=lambda item: f"died {item}", tick=lambda _: None
))
for index, result in sorted(found):
    assert result in (str(index) * 20_000, f"died {index}")
    print(index, result if result.startswith("died") else "done")
"""


@pytest.mark.parametrize("jobs", [2, 3, 8])
@pytest.mark.parametrize(
    ("deadly", "death"),
    [
        ({37}, "os._exit(3)"),
        ({37}, "os._exit(0)"),
        ({37}, "os.kill(os.getpid(), 9)"),
        ({37}, "os.kill(os.getpid(), 11)"),
        ({1}, "os._exit(1)"),
        ({59}, "os._exit(1)"),
        ({20, 21, 22, 23, 24}, "os._exit(1)"),
        (set(range(1, 60)), "os._exit(1)"),
    ],
)
def test_a_dead_process_costs_one_item(
    deadly: set[int], death: str, jobs: int, folder: Folder
) -> None:
    code = EACH.replace("DEADLY", repr(deadly)).replace("DEATH", death)
    code = code.replace("JOBS", str(jobs)).replace("COUNT", "60")
    done = folder.python(code)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{item} died {item}" if item in deadly else f"{item} done"
        for item in range(60)
        if item in deadly or item % 7
    ]


def test_a_file_on_which_a_process_dies_is_named(folder: Folder) -> None:
    folder.write({f"m{number:02}.py": OLD for number in range(20)})
    death = (
        "import os\nfrom dr_refit.codemod import rewrite as r\nreal = r.rewrite\n"
        "def rewrite(data, lookup, *, path, **more):\n"
        "    if path.endswith('m07.py'): os._exit(1)\n"
        "    return real(data, lookup, path=path, **more)\n"
        "r.rewrite = rewrite\n"
    )
    done = folder.rewrite(*MOVE, "-j2", ".", prelude=POOL + death)
    assert done.code == 2
    assert done.err.startswith("m07.py: error: ")
    assert "[crashed]\n20 files looked at: 19 rewritten, 1 failed." in done.err
    tree = folder.tree()
    assert tree.pop("m07.py") == OLD.encode()
    assert tree == dict.fromkeys(tree, NEW.encode())


# 16: one process or several

MIXED: dict[str, str | bytes] = {
    "moved": "from hf_utils.branches import parse_branch_name\n",
    "removed": "from dr_showntell.table_formatter import CONFIGS_DIR\n",
    "unknown": "import hf_utils.weights as w\nw.calculate_tensor_stat()\n",
    "note": "from dr_showntell.table_formatter import format_coverage_table\n",
    "broken": "from hf_utils import (\n",
    "latin": b"# caf\xe9\nimport hf_utils\n",
    "silent": "import os\n",
    "extra": "from hf_utils.weights import analyze_model_weights\n",
}
#: Leaves a file where a process was forked.
WATCHED = (
    "import os\nreal = os.fork\n"
    "def fork():\n    open('../forked', 'w').close()\n    return real()\n"
    "os.fork = fork\n"
)


@pytest.mark.parametrize(
    "options",
    [
        ("--output-format=text", "-v"),
        ("--output-format=json",),
        ("--output-format=sarif",),
        ("--output-format=github",),
        ("--diff",),
    ],
    ids=lambda options: options[0],
)
def test_one_process_and_several_say_and_write_the_same(
    options: tuple[str, ...], folder: Folder, tmp_path: Path
) -> None:
    files = {
        f"p{number % 5}/m{number:03}_{kind}.py": text
        for number in range(10)
        for kind, text in MIXED.items()
    }
    runs = []
    for jobs in (1, 2):
        here = Folder(tmp_path / f"jobs{jobs}/here")
        here.write(files)
        done = here.rewrite(f"-j{jobs}", *options, ".", prelude=WATCHED + POOL)
        runs.append((done, here.tree()))
        assert (here.path.parent / "forked").exists() == (jobs > 1)
    assert runs[0][0].code == 2
    assert runs[0][0].out or runs[0][0].err
    assert runs[0] == runs[1]


def test_many_files_start_the_pool_by_themselves(folder: Folder) -> None:
    """No threshold is set here: 3,000 imports take longer than it."""
    text = "".join(
        f"from old import tool as t{number}\nx = {number}\n" for number in range(20)
    )
    folder.write({f"m{number:03}.py": text for number in range(150)})
    done = folder.rewrite(*MOVE, "-j2", "--check", ".", prelude=WATCHED)
    assert done.err == "150 files looked at: 150 would be rewritten.\n"
    assert (folder.path.parent / "forked").exists()


# 11: a second run


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


# 10: the verifier stops a plan that is wrong

type Wrong = Callable[[list[Edit]], list[Edit]]


def instead(old: bytes, new: bytes) -> Wrong:
    """Write something else."""

    def change(edits: list[Edit]) -> list[Edit]:
        changed = [replace(e, text=e.text.replace(old, new)) for e in edits]
        assert changed != edits, f"{old!r} is in no edit of {edits}"
        return changed

    return change


def without(index: int) -> Wrong:
    """Forget an edit."""
    return lambda edits: [e for n, e in enumerate(edits) if n != index % len(edits)]


def and_at(before: str, at: str, text: str, length: int | None = None) -> Wrong:
    """Edit something else as well; `at` is replaced, or its first bytes."""
    start = before.encode().index(at.encode())
    end = start + (len(at.encode()) if length is None else length)
    extra = Edit(start=start, end=end, text=text.encode())
    return lambda edits: sorted([*edits, extra], key=lambda e: (e.start, e.end))


MOVES = MoveTable(
    [
        command_line(
            [
                "old.tool=new.home.tool",
                "old.f=new.a.f",
                "old.g=new.b.g",
                "old.deep.h=new.c.h",
                "old.Leaf=new.c.Branch",
            ],
            ["old.whole=new.whole"],
        )
    ]
)
TWO = "from old import f, g, rest\nf(g, rest)\n"
ALIAS = "from old import tool as t\nt()\n"
UNRELATED = '''\
"""Says something."""
from old import tool


@tool.decorator
def function(a, b=1, *, c=None):
    if a:
        b = a + 1
        c = True
    return a.x


VALUE = [1, "text", 2.0]
'''
GUARDED = """\
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from old import tool
    other = 1
try:
    from old import f
except ImportError:
    f = None
"""
RUN = "import json\nfrom old import tool\nimport os\ntool(json, os)\n"
HEADED = "# a comment\n# and one more\nfrom old import tool\n"
SEVERAL = "from old import tool\nx = 1\nfrom old import f\n"
#: Imports whose names decide everything: the uses are not looked at.
SHALLOW: dict[str, tuple[str, Wrong]] = {
    "wrong module": (OLD, instead(b"new.home", b"new.hole")),
    "wrong package": (OLD, instead(b"new.home", b"other.home")),
    "parent of the module": (OLD, instead(b"new.home", b"new")),
    "wrong name": (TWO, instead(b"import f", b"import ff")),
    "wrong name, same local": (TWO, instead(b"import f", b"import g as f")),
    "swapped targets": (
        TWO,
        lambda edits: [
            replace(
                e,
                text=e.text.replace(b"new.a", b"new.?")
                .replace(b"new.b", b"new.a")
                .replace(b"new.?", b"new.b"),
            )
            for e in edits
        ],
    ),
    "swapped locals": (
        "from old import f, g\n",
        lambda edits: [
            Edit(
                start=0,
                end=20,
                text=b"from new.a import f as g\nfrom new.b import g as f",
            )
        ],
    ),
    "dropped name": (TWO, instead(b"from new.b import g", b"pass")),
    "dropped name that stays": (TWO, instead(b"from old import rest\n", b"")),
    "dropped alias": (ALIAS, and_at(ALIAS, " as t", "")),
    "other alias": (ALIAS, and_at(ALIAS, "t\n", "u\n")),
    "a star instead": (OLD, and_at(OLD, "tool", "*")),
    "module instead of name": (
        OLD,
        lambda _: [Edit(start=0, end=20, text=b"import new.home.tool as tool")],
    ),
    "relative instead": (OLD, instead(b"new.home", b".new.home")),
    "dropped statement": (
        SEVERAL,
        lambda edits: [Edit(start=0, end=20, text=b"pass"), edits[1]],
    ),
    "second import left out": (SEVERAL, without(1)),
    "first import left out": (SEVERAL, without(0)),
    "an import of somebody else": (RUN, and_at(RUN, "import os", "import os, sys")),
    "an import of somebody else lost": (RUN, and_at(RUN, "import json\n", "")),
    "an import of somebody else changed": (
        RUN,
        and_at(RUN, "import os", "import re as os"),
    ),
    "another moved name, unasked": (
        OLD,
        lambda edits: [*edits, Edit(start=21, end=21, text=b"from new.a import f\n")],
    ),
    "a moved name over another's": (
        RUN,
        and_at(RUN, "import os", "import os; from new.a import f as json"),
    ),
    "a moved name over a builtin": (
        RUN,
        and_at(RUN, "import os", "import os; from new.a import f as print"),
    ),
    "a moved name over itself": (
        RUN,
        and_at(RUN, "import os", "import os; from new.a import f as tool"),
    ),
    "no Python": (OLD, instead(b"new.home", b"new.home import")),
    "a keyword": (OLD, instead(b"new.home", b"new.class")),
    "before the first statement": (
        HEADED,
        lambda edits: [Edit(start=0, end=0, text=b"import os\n"), *edits],
    ),
    "the first comment made code": (
        HEADED,
        lambda edits: [Edit(start=0, end=2, text=b""), *edits],
    ),
    "after the last statement": (
        OLD,
        lambda edits: [*edits, Edit(start=21, end=21, text=b"x = 1\n")],
    ),
    "over the end of a statement": (SEVERAL, and_at(SEVERAL, "\nx", "; x", 2)),
    "out of its guard": (GUARDED, and_at(GUARDED, "    other", "other")),
    "out of its try": (GUARDED, and_at(GUARDED, "    f = None", "    pass\nf = None")),
    "the guard negated": (GUARDED, and_at(GUARDED, "if TYPE", "if not TYPE")),
    "another exception": (GUARDED, and_at(GUARDED, "ImportError", "OSError")),
    "docstring": (UNRELATED, and_at(UNRELATED, "Says", "Say")),
    "docstring lost": (UNRELATED, and_at(UNRELATED, '"""Says something."""\n', "")),
    "decorator": (UNRELATED, and_at(UNRELATED, ".decorator", ".other")),
    "decorator lost": (UNRELATED, and_at(UNRELATED, "@tool.decorator\n", "")),
    "function's name": (UNRELATED, and_at(UNRELATED, "function", "functions")),
    "argument": (UNRELATED, and_at(UNRELATED, "a, b=1", "b, a=1")),
    "default": (UNRELATED, and_at(UNRELATED, "b=1", "b=2")),
    "keyword-only": (UNRELATED, and_at(UNRELATED, "*, ", "")),
    "operator": (UNRELATED, and_at(UNRELATED, "a + 1", "a - 1")),
    "name": (UNRELATED, and_at(UNRELATED, "if a", "if b")),
    "attribute": (UNRELATED, and_at(UNRELATED, "a.x", "a.y")),
    "True for 1": (UNRELATED, and_at(UNRELATED, "[1,", "[True,")),
    "1.0 for 1": (UNRELATED, and_at(UNRELATED, "[1,", "[1.0,")),
    "bytes for text": (UNRELATED, and_at(UNRELATED, '"text"', 'b"text"')),
    "string": (UNRELATED, and_at(UNRELATED, '"text"', '"tool"')),
    "list for tuple": (
        UNRELATED,
        and_at(UNRELATED, '[1, "text", 2.0]', '(1, "text", 2.0)'),
    ),
    "item lost": (UNRELATED, and_at(UNRELATED, ", 2.0", "")),
    "statement lost": (UNRELATED, and_at(UNRELATED, "        c = True\n", "")),
    "statement added": (
        UNRELATED,
        and_at(UNRELATED, "    return", "    a()\n    return"),
    ),
    "dedented": (UNRELATED, and_at(UNRELATED, "        c = True", "    c = True")),
}
DOTS = "import old.deep\nprint(old.deep.h, old.deep.k)\n"
TOP = "import old\nold.tool(1)\nold.f()\n\ndef g(old):\n    return old.tool\n"
OBJECT = "import old as o\no.tool(o.f)\nx: 'o.tool' = 1\n"
SHADE = "import old\n\ndef g(new):\n    return old.tool(new)\n"
RENAMED = "from old import deep\n\ndef g(a):\n    h = deep.h\n    return a.h, h\n"
#: Imports of modules whose uses part: every use is resolved anew.
DEEP_PLANS: dict[str, tuple[str, Wrong]] = {
    "a use without its import": (TOP, instead(b"\nimport new.a", b"")),
    "an import without its use": (TOP, without(1)),
    "an import without its last use": (TOP, without(2)),
    "only the import": (TOP, lambda edits: edits[:1]),
    "only the uses": (TOP, lambda edits: edits[1:]),
    "wrong use": (TOP, instead(b"new.home.tool", b"new.a.tool")),
    "wrong leaf": (TOP, instead(b"new.home.tool", b"new.home.tools")),
    "another moved name": (TOP, instead(b"new.home.tool", b"new.a.f")),
    "swapped uses": (
        TOP,
        lambda edits: [
            edits[0],
            replace(edits[1], text=edits[2].text),
            replace(edits[2], text=edits[1].text),
        ],
    ),
    "somebody else's name": (
        TOP,
        and_at(TOP, "return old.tool", "return new.home.tool"),
    ),
    "the import lost": (TOP, and_at(TOP, "def g", "def h")),
    "the argument renamed": (TOP, and_at(TOP, "(old)", "(other)")),
    "the use that stays": (DOTS, and_at(DOTS, "old.deep.k", "new.c.k")),
    "the import of what stays": (DOTS, instead(b"import old.deep\n", b"")),
    "the import that moved": (DOTS, instead(b"\nimport new.c", b"")),
    "a literal": (TOP, and_at(TOP, "(1)", "(2)")),
    "a use dropped": (TOP, instead(b"new.a.f", b"0")),
    "an import of somebody else": (
        TOP,
        instead(b"import new.home", b"import os, new.home"),
    ),
    "a string annotation forgotten": (OBJECT, without(3)),
    "a wrong string annotation": (
        OBJECT,
        lambda edits: [*edits[:3], replace(edits[3], text=b"new.a.f")],
    ),
    "an object's use without its import": (OBJECT, instead(b"\nimport new.a", b"")),
    "under another's argument": (SHADE, instead(b"new_home.", b"new.home.")),
    "another's attribute": (RENAMED, and_at(RENAMED, "a.h", "a.k")),
    "another's variable": (RENAMED, and_at(RENAMED, ", h", ", a")),
}


def plan_wrongly(monkeypatch: pytest.MonkeyPatch, wrong: Wrong) -> list[Plan]:
    """Let the first plan go wrong; what the verifier asks for later is right."""
    real = planning.plan
    plans: list[Plan] = []

    def plan(*arguments: object) -> Plan:
        planned = real(*arguments)  # type: ignore[arg-type]
        if not plans:
            planned.edits = wrong(planned.edits)
        plans.append(planned)
        return planned

    monkeypatch.setattr(rewriting, "plan", plan)
    return plans


@pytest.mark.parametrize("name", [*SHALLOW, *DEEP_PLANS])
def test_a_right_plan_of_the_same_code_passes(name: str) -> None:
    text, _ = (SHALLOW | DEEP_PLANS)[name]
    done = rewriting.rewrite(text.encode(), MOVES)
    assert done.data is not None
    assert done.data != text.encode()
    assert not [finding for finding in done.findings if finding.level == "error"]


@pytest.mark.parametrize("name", SHALLOW)
def test_a_wrong_plan_is_stopped(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(*SHALLOW[name], monkeypatch)


@pytest.mark.parametrize("name", DEEP_PLANS)
def test_a_wrong_plan_of_uses_is_stopped(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(*DEEP_PLANS[name], monkeypatch)


def stopped(text: str, wrong: Wrong, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = plan_wrongly(monkeypatch, wrong)
    done = rewriting.rewrite(text.encode(), MOVES)
    assert plans
    assert done.data is None, done.data
    assert ("not-verified", "error") in [(f.code, f.level) for f in done.findings]


def test_a_wrong_plan_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.py").write_text(OLD)
    plan_wrongly(monkeypatch, instead(b"new.home", b"new.hole"))
    report = library(tmp_path)
    assert report.exit_code == 2
    assert "not-verified" in [f.code for r in report.results for f in r.findings]
    assert Folder(tmp_path).tree() == {"a.py": OLD.encode()}


# 17: a migration cannot name files

PATHS = [
    "../outside",
    "/etc/passwd",
    "a/b",
    "..",
    ".a",
    "a..b",
    "a.py/",
    "a\\\\b",
    "a b",
]


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize(
    "table",
    [
        '[[move]]\nfrom = "old"\nto = "{}"\nnames = ["tool"]\n',
        '[[move]]\nfrom = "{}"\nto = "new"\nnames = ["tool"]\n',
        '[[move]]\nfrom = "old"\nto = "new"\nnames = ["{}"]\n',
        '[[move]]\nfrom = "old"\nto = "new"\nnames = ["tool = {}"]\n',
        '[[move]]\nmodule = "{}"\nto = "new"\n',
        '[[move]]\nmodule = "old"\nto = "{}"\n',
        '[removed]\n"{}" = "use another"\n',
        '[kept]\n"{}" = ""\n',
    ],
)
def test_a_migration_cannot_name_files(name: str, table: str, tmp_path: Path) -> None:
    from dr_refit.errors import RefitError
    from dr_refit.migration.toml import load

    file = tmp_path / "own.toml"
    file.write_text(f'title = "t"\n{table.format(name)}')
    with pytest.raises(RefitError, match=r"own\.toml:\d+: "):
        load(file)


def test_a_migration_that_names_files_runs_nothing(folder: Folder) -> None:
    table = '[[move]]\nfrom = "old"\nto = "../new"\nnames = ["tool"]\n'
    folder.write({"own.toml": f'title = "t"\n{table}', "a.py": OLD})
    before = folder.tree()
    done = folder.rewrite("--migration", "own.toml", ".")
    assert done.code == 2
    assert done.err.startswith("error: own.toml:")
    assert "\nhint: " in done.err
    assert folder.tree() == before
