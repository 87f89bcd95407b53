"""Killed at any moment, at every step: a file is old or new."""

from __future__ import annotations

import contextlib
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from typing import IO, TYPE_CHECKING, NamedTuple

import pytest

from dr_refit.tree.disk import Disk
from tests.support.folder import POOL, Folder
from tests.support.rewriting import MOVE, NEW, OLD, PADDING, library, strays

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.kills

VICTIMS: dict[str, str | bytes] = {
    f"m{number}.py": f"{OLD}{PADDING * 500}x = {number}\n" for number in range(6)
}
CLEAN = {
    name: str(text).replace(OLD, NEW).encode() for name, text in VICTIMS.items()
} | {"bystander.py": b"import other\n"}


#: Starts runs by forking: what is killed is a run at work, not a start of Python.
FORKS = """
import os, sys
from dr_refit.cli.codemod import main
def run(folder):
    os.chdir(folder)
    try:
        main(sys.argv[1:], prog_name="codemod")
    except SystemExit:
        pass
pipe = os.path.abspath("pipe")
run(input())  # all is imported then
print(flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.setsid()
        print(os.getpid(), flush=True)
        output = os.open(pipe, os.O_WRONLY)
        os.dup2(output, 1), os.dup2(output, 2), os.close(output)
        run(line.rstrip())
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
"""


class Runs:
    """A process that starts a run in one folder after the other."""

    def __init__(self, folder: Folder, prelude: str, jobs: int) -> None:
        command = [sys.executable, "-c", f"{prelude}{FORKS}", "rewrite-imports"]
        self.folder = folder
        self.process = subprocess.Popen(
            [*command, *MOVE, f"-j{jobs}", "."],
            cwd=folder.path,
            env=folder.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        os.mkfifo(folder.path / "pipe")
        warm = Folder(folder.path / "warm")
        warm.write(VICTIMS)
        self._say(warm.path)
        assert warm.tree() == {name: CLEAN[name] for name in VICTIMS}

    def _say(self, folder: Path) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def start(self, folder: Path) -> Run:
        number = int(self._say(folder))
        return Run(number, (self.folder.path / "pipe").open("rb"))

    def close(self) -> None:
        self.process.communicate()


class Run(NamedTuple):
    """A run, and the other end of what it prints to."""

    number: int
    output: IO[bytes]

    def wait(self) -> None:
        """Wait until it is gone, and all the processes that it started."""
        with self.output:
            self.output.read()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.number, signal.SIGKILL)
        self.wait()

    @property
    def ended(self) -> bool:
        return bool(select.select([self.output], [], [], 0)[0])


def wait_for_a_change(folder: Path, before: int, run: Run) -> None:
    while os.stat(folder).st_mtime_ns == before and not run.ended:
        time.sleep(0.0002)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_a_file_is_old_or_new(seed: int, tmp_path: Path) -> None:
    """200 runs in all: half of them killed anywhere, half of them while they write."""
    chance = random.Random(seed)
    prelude, jobs = (POOL, 2) if seed % 2 else ("", 1)
    template = Folder(tmp_path / "template")
    template.write({**VICTIMS, "bystander.py": "import other\n"})
    (tmp_path / "runs").mkdir()
    runs = Runs(Folder(tmp_path / "runs"), prelude, jobs)

    def fresh(name: str) -> Folder:
        copy = Folder(tmp_path / name)
        shutil.copytree(template.path, copy.path)
        return copy

    measured = fresh("measured")
    before = os.stat(measured.path).st_mtime_ns
    run = runs.start(measured.path)
    began = time.perf_counter()
    wait_for_a_change(measured.path, before, run)
    reading = time.perf_counter() - began
    run.wait()
    writing = time.perf_counter() - began - reading
    assert measured.tree() == CLEAN

    midway = 0
    for number in range(50):
        folder = fresh(f"run{number}")
        before = os.stat(folder.path).st_mtime_ns
        run = runs.start(folder.path)
        if number % 2:
            wait_for_a_change(folder.path, before, run)
            time.sleep(chance.uniform(0, writing))
        else:
            time.sleep(chance.uniform(0, reading + writing))
        run.kill()
        found = folder.tree()
        new = [name for name in VICTIMS if found[name] == CLEAN[name]]
        old = [name for name in VICTIMS if found[name] == str(VICTIMS[name]).encode()]
        assert sorted(new + old) == sorted(VICTIMS), "a file is torn"
        midway += bool(strays(folder.path)) or 0 < len(new) < len(VICTIMS)

        Disk().complete()
        report = library(folder.path)
        assert (report.failed, report.changed) == (0, len(old))
        rest = {name: data for name, data in folder.tree().items() if name in CLEAN}
        assert rest == CLEAN
        assert not strays(folder.path)
        shutil.rmtree(folder.path)
    runs.close()
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
    death = "os.replace = lambda *_, **__: os.kill(os._getpid(), 9)\n"
    prelude = f"import os\nos._getpid = os.getpid\n{number}{death}"
    assert folder.rewrite(*MOVE, ".", prelude=prelude).code == -signal.SIGKILL
    assert folder.read("a.py") == OLD
    assert strays(folder.path)

    done = folder.rewrite(*MOVE, ".", prelude=number)
    assert "failed" not in done.err
    assert (done.code, folder.read("a.py")) == (0, NEW)


def test_killed_before_the_manifest_the_next_run_writes_it(folder: Folder) -> None:
    """Of a distribution that was not declared, only the old imports told."""
    project = '[project]\nname = "app"\nversion = "1"\ndependencies = []\n'
    folder.write(
        {
            "pyproject.toml": project,
            "app.py": "from hf_utils.branches import is_checkpoint_branch\n",
        }
    )
    prelude = """
import os
from dr_refit.tree.disk import Disk
apply = Disk.apply
def dying(self, change):
    if any(one.path == "pyproject.toml" for one in change.rewrites):
        os.kill(os.getpid(), 9)
    return apply(self, change)
Disk.apply = dying
"""
    assert folder.rewrite(".", prelude=prelude).code == -signal.SIGKILL
    assert "from dr_hf import" in folder.read("app.py")
    assert folder.read("pyproject.toml") == project

    assert folder.rewrite(".").code == 0
    assert '"dr-hf' in folder.read("pyproject.toml")
    assert folder.rewrite(".").out == ""


def test_a_file_that_stays_keeps_its_requirement_whatever_dies(folder: Folder) -> None:
    """What the next run completes was planned for the files that can be written."""
    old = "from hf_utils.branches import is_checkpoint_branch\n"
    folder.write(
        {
            "pyproject.toml": '[project]\nname = "app"\nversion = "1"\n'
            'dependencies = ["hf-utils"]\n',
            "app.py": old,
            "locked.py": old,
        }
    )
    (folder.path / "locked.py").chmod(0o444)
    prelude = """
import os
from dr_refit.tree.disk import Disk
apply = Disk.apply
def dying(self, change):
    refused = apply(self, change)
    os.kill(os.getpid(), 9)
Disk.apply = dying
"""
    assert folder.rewrite(".", prelude=prelude).code == -signal.SIGKILL
    assert "from dr_hf import" in folder.read("app.py")

    assert folder.rewrite(".").code == 2
    assert folder.read("locked.py") == old
    found = folder.read("pyproject.toml")
    assert '"hf-utils"' in found
    assert '"dr-hf' in found


@pytest.mark.parametrize("again", ["", "full"])
def test_what_could_not_be_written_keeps_its_requirement(
    again: str, folder: Folder
) -> None:
    """What was planned before a disk was full is not what the next run completes."""
    old = "from hf_utils.branches import is_checkpoint_branch\n"
    folder.write(
        {
            "pyproject.toml": '[project]\nname = "app"\nversion = "1"\n'
            'dependencies = ["hf-utils"]\n',
            "app.py": old,
            "late.py": old,
        }
    )
    full = """
import os
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.tree import write
from dr_refit.tree.disk import Disk
fine = write.write
def write_less(path, *rest, **options):
    if path.endswith("late.py"):
        raise FileRefused(Code.NOT_WRITTEN, "No space left on device")
    fine(path, *rest, **options)
write.write = write_less
"""
    dying = """
apply = Disk.apply
def die(self, change):
    refused = apply(self, change)
    os.kill(os.getpid(), 9)
    return refused
Disk.apply = die
"""
    assert folder.rewrite(".", prelude=full + dying).code == -signal.SIGKILL
    assert "from dr_hf import" in folder.read("app.py")
    assert folder.read("late.py") == old

    done = folder.rewrite(".", prelude=full if again else "")
    assert done.code == (2 if again else 0)
    assert (folder.read("late.py") == old) == bool(again)
    found = folder.read("pyproject.toml")
    assert '"dr-hf' in found
    assert ('"hf-utils"' in found) == bool(again)
