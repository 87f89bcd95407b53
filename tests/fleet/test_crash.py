"""A run that is killed, and runs that meet: the end is that of an undisturbed run."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.family import LINES, Family, branches, change, leftovers
from tests.support.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.kills
BRANCH = "template/v1.1.0"
NAMES = ("one", "two", "three", "four")


@pytest.fixture
def family(family: Family) -> Family:
    """Return a family of four with a dirty checkout each."""
    family.make_template(
        {f"files/{n}.txt": LINES for n in range(5)},
        {f"files/{n}.txt": LINES.replace("line 9", "theirs") for n in range(5)},
    )
    for name in NAMES:
        folder = family.project(name, {"0.txt": LINES.replace("line 3", name)})
        change(folder, {"1.txt": "dirty\n", "untracked.txt": "mine\n"})
    return family


def state(family: Family) -> Mapping[str, object]:
    """Return all that a user sees of the projects."""
    folders = {name: Folder(family.root / name) for name in NAMES}
    return {
        name: (folder.tree(), folder.git("status", "--porcelain"), branches(folder))
        for name, folder in folders.items()
    }


def reset(family: Family) -> None:
    """Take every branch away, and forget every run."""
    for name in NAMES:
        folder = Folder(family.root / name)
        if BRANCH in branches(folder):
            folder.git("branch", "--quiet", "--delete", "--force", BRANCH)
    subprocess.run(["rm", "-rf", str(family.root / ".fleet")], check=True)


def killed(family: Family, seconds: float) -> None:
    """Start a run, and kill it with all its processes, or itself alone."""
    process = family.start("update", "--jobs", "2")
    with process:
        time.sleep(seconds)
        if random.random() < 0.5:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()


def test_a_killed_run_goes_on_where_it_was(family: Family) -> None:
    started = time.monotonic()
    assert family.fleet("update").code == 0
    took = time.monotonic() - started
    undisturbed = state(family)
    reset(family)
    for attempt in range(10):
        if attempt % 5 == 0:
            reset(family)
        killed(family, random.uniform(0.1, 1.1) * took)
        if attempt % 5 != 4:
            continue
        done = family.fleet("update")
        assert done.code == 0, done.err
        assert state(family) == undisturbed
        assert leftovers(family) == []
        family.fleet("undo")
        assert all(BRANCH not in branches(Folder(family.root / n)) for n in NAMES)


def killed_before_the_branch(family: Family) -> tuple[Path, str]:
    """Leave all as a run does that is killed between the lock and the branch of `one`.

    Gives the lock, which is still to be written, and the commit.
    """
    commit = family.report("update")["one"]["commit"]
    family.fleet("undo")
    journal = family.root / ".fleet" / "journal.jsonl"
    lines = [line for line in journal.read_text().splitlines() if '"publish"' in line]
    journal.write_text("\n".join(lines) + '\n{"torn')
    (journal.parent / "lock").write_text("12345")
    lock = family.root / "one" / ".git" / f"refs/heads/{BRANCH}.lock"
    lock.parent.mkdir(exist_ok=True)
    return lock, commit


@pytest.mark.parametrize("written", [True, False])
def test_a_lock_of_a_killed_run_is_removed(written: bool, family: Family) -> None:
    lock, commit = killed_before_the_branch(family)
    lock.write_text(f"{commit}\n" if written else "")
    assert family.report("update")["one"]["outcome"] == "created"
    assert not lock.exists()


def test_a_lock_of_somebody_elses_stays_after_a_killed_run(family: Family) -> None:
    lock, _ = killed_before_the_branch(family)
    lock.write_text("f" * 40 + "\n")
    result = family.report("update")["one"]
    assert result["outcome"] == "blocked"
    assert ".lock" in result["message"]
    assert lock.read_text() == "f" * 40 + "\n"


def test_a_lock_of_somebody_elses_stays(family: Family) -> None:
    lock = family.root / "one" / ".git" / f"refs/heads/{BRANCH}.lock"
    lock.parent.mkdir()
    lock.write_text("f" * 40 + "\n")
    result = family.report("update")["one"]
    assert result["outcome"] == "blocked"
    assert ".lock" in result["message"]
    assert family.report("update")["one"]["outcome"] == "blocked"
    assert lock.exists()


def test_one_run_at_a_time(family: Family) -> None:
    first = family.start("update")
    try:
        home = family.root / ".fleet" / "lock"
        while not home.exists() or not home.read_text():
            time.sleep(0.02)
        os.killpg(first.pid, signal.SIGSTOP)
        done = family.fleet("update")
        assert done.code == 2
        assert f"another fleet run is at work here (process {first.pid})" in done.err
    finally:
        os.killpg(first.pid, signal.SIGCONT)
        first.communicate()
    assert first.returncode == 0
    assert leftovers(family) == []
    assert family.fleet("update").code == 0


def test_the_children_of_a_killed_run_are_waited_for(family: Family) -> None:
    """One of them, here: it has the lock's file open, and is longer about its end."""
    path = family.root / ".fleet" / "lock"
    family.fleet("update")
    ended = subprocess.Popen(["true"])
    ended.wait()
    path.write_text(str(ended.pid))
    with (
        path.open("rb") as file,
        subprocess.Popen(["sleep", "4"], pass_fds=[file.fileno()]),
    ):
        fcntl.flock(file, fcntl.LOCK_EX)
        file.close()
        assert family.fleet("update").code == 0


def test_no_process_outlives_a_killed_run(family: Family) -> None:
    process = family.start("update")
    with process:
        time.sleep(1.0)
        process.kill()
        process.communicate()
    late = time.monotonic() + 10
    while _mentioning(str(family.root)) and time.monotonic() < late:
        time.sleep(0.1)
    assert _mentioning(str(family.root)) == []


def test_a_worker_that_dies_is_said(family: Family) -> None:
    family.write()
    done = Folder(family.root).python(
        "import os\nfrom dataclasses import replace\n"
        "from dr_refit.fleet import operations\n"
        "update = operations.OPERATIONS['update']\n"
        "die = lambda job, *rest: os._exit(9) if job.repo.name == 'three'"
        " else update.run(job, *rest)\n"
        "operations.OPERATIONS['update'] = replace(update, run=die)\n"
        "from dr_refit.cli.fleet import main\nmain()",
        "update",
        "--jobs",
        "1",
    )
    assert done.code == 2
    assert "the worker died" in done.err
    assert BRANCH in branches(Folder(family.root / "one"))
    assert family.fleet("update").code == 0
    assert leftovers(family) == []


def test_lines_of_the_journal_that_are_not_whole_are_no_hindrance(
    family: Family,
) -> None:
    family.fleet("update")
    journal = family.root / ".fleet" / "journal.jsonl"
    foreign = ['{"run": "f"}', '{"event": []}', '{"run": "f", "event": "publish"}', "7"]
    with journal.open("a") as file:
        file.write("".join(f"{line}\n" for line in foreign))
    assert family.fleet("update").code == 0
    assert family.fleet("undo").code == 0


@pytest.mark.parametrize("path", [".fleet", ".fleet/lock/x"])
def test_what_is_in_the_way_is_named(path: str, family: Family) -> None:
    Folder(family.root).write({path: ""})
    done = family.fleet("update")
    assert done.code == 2
    assert done.err.startswith(f"error: {family.root}/.fleet")
    assert "\nhint: " in done.err


@pytest.mark.parametrize("seconds", [0.0, 1.0, 2.5])
def test_a_run_may_be_interrupted(family: Family, seconds: float) -> None:
    process = family.start("update")
    # Until Python itself has started, an interrupt is its own.
    while not (family.root / ".fleet").exists():
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate()
    assert b"Traceback" not in err
    assert process.returncode in {0, 1, 130, -signal.SIGINT}
    assert leftovers(family) == []
    assert family.fleet("update").code == 0


def _mentioning(folder: str) -> list[str]:
    """List the processes whose folder or environment is below this one."""
    found = []
    for process in os.listdir("/proc"):
        try:
            here = os.readlink(f"/proc/{process}/cwd")
        except OSError:
            continue
        if here.startswith(folder):
            found.append(process)
    return found
