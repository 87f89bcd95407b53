"""Stopped by a signal, a run clears up; killed, the next one does; no process stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.folder import POOL, Folder
from tests.support.rewriting import MOVE, NEW, OLD, strays

if TYPE_CHECKING:
    from collections.abc import Callable

#: Every file waits before it takes the place of the old one.
SLOW = (
    "import os, time\nreal = os.replace\n"
    "def replace(*paths, **more):\n    time.sleep(SECONDS)\n    real(*paths, **more)\n"
    "os.replace = replace\n"
)
#: Every file takes long, but for the first, which is none of a worker's.
LONG = (
    "import time\nfrom dr_refit.codemod import rewrite as r\nreal = r.rewrite\n"
    "def rewrite(*arguments, path, **more):\n"
    "    time.sleep(0 if 'm00' in path else 60)\n"
    "    return real(*arguments, path=path, **more)\n"
    "r.rewrite = rewrite\n"
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def start(
    folder: Folder, prelude: str, state: Path, jobs: int
) -> subprocess.Popen[str]:
    code = f"{prelude}\nfrom dr_refit.cli.codemod import main\nmain()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "rewrite-imports", *MOVE, f"-j{jobs}", "."],
        cwd=folder.path,
        env=folder.environment(XDG_STATE_HOME=str(state)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(condition: Callable[[], object]) -> None:
    late = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < late
        time.sleep(0.01)


def children(process: int) -> list[int]:
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(each.parent.name))
    return found


def are_gone(processes: list[int]) -> bool:
    def is_gone(process: int) -> bool:
        try:
            text = Path(f"/proc/{process}/stat").read_text()
        except OSError:
            return True
        return text.rpartition(")")[2].split()[0] == "Z"

    return all(map(is_gone, processes))


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_temporary_file(
    number: signal.Signals, count: int, folder: Folder, state: Path
) -> None:
    folder.write({f"m{n:02}.py": OLD for n in range(count)})
    slow = SLOW.replace("SECONDS", "1" if count > 8 else "60")
    process = start(folder, slow, state, 1)
    wait_until(lambda: strays(folder.path))
    process.send_signal(number)
    time.sleep(0.2)
    # The impatient do it again.
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (128 + number, "", "error: interrupted\n")
    assert not strays(folder.path)
    assert set(folder.tree().values()) <= {OLD.encode(), NEW.encode()}
    assert OLD.encode() in folder.tree().values()
    assert [*state.rglob("*.writing")] == []


def test_a_signal_that_is_ignored_stays_so(folder: Folder, state: Path) -> None:
    folder.write({"a.py": OLD})
    prelude = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    process = start(folder, prelude + SLOW.replace("SECONDS", "1"), state, 1)
    wait_until(lambda: strays(folder.path))
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert (process.returncode, folder.read("a.py")) == (0, NEW)


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
)
def test_workers_end_with_their_parent(
    number: signal.Signals, folder: Folder, state: Path
) -> None:
    folder.write({f"m{n:02}.py": OLD for n in range(20)})
    process = start(folder, POOL + LONG, state, 3)
    workers: list[int] = []

    def are_there() -> bool:
        workers[:] = children(process.pid)
        return len(workers) == 3

    wait_until(are_there)
    time.sleep(0.3)
    os.kill(process.pid, number)
    process.communicate(timeout=60)
    wait_until(lambda: are_gone(workers))


@pytest.mark.parametrize("name", ["a.py", "sub/b.py", f"sub/{'n' * 252}.py"])
def test_the_next_run_clears_what_a_killed_one_left(
    name: str, folder: Folder, state: Path, tmp_path: Path
) -> None:
    folder.write({name: OLD, "sub/.own.py.0badcafe.codemod.tmp": "mine"})
    process = start(folder, SLOW.replace("SECONDS", "60"), state, 1)
    wait_until(lambda: len(strays(folder.path)) == 2)
    process.kill()
    process.communicate()
    assert len([*state.rglob("*.writing")]) == 1
    elsewhere = Folder(tmp_path / "elsewhere")
    elsewhere.write({"a.py": OLD})
    assert elsewhere.rewrite(*MOVE, "--check", ".", XDG_STATE_HOME=str(state)).code == 1
    assert len(strays(folder.path)) == 2
    assert elsewhere.rewrite(*MOVE, ".", XDG_STATE_HOME=str(state)).code == 0
    assert strays(folder.path) == [".own.py.0badcafe.codemod.tmp"]
    assert [*state.rglob("*.writing")] == []


def test_a_run_clears_nothing_of_one_at_work(folder: Folder, state: Path) -> None:
    folder.write({"a.py": OLD, "other/a.py": OLD})
    process = start(folder, SLOW.replace("SECONDS", "4"), state, 1)
    wait_until(lambda: strays(folder.path))
    other = Folder(folder.path / "other")
    assert other.rewrite(*MOVE, ".", XDG_STATE_HOME=str(state)).code == 0
    assert len(strays(folder.path)) == 1
    process.communicate(timeout=60)
    assert folder.read("a.py") == NEW


def test_without_a_folder_for_notes_files_are_written(folder: Folder) -> None:
    folder.write({"a.py": OLD})
    assert folder.rewrite(*MOVE, ".", XDG_STATE_HOME="/dev/null/x").code == 0
    assert folder.read("a.py") == NEW


def test_a_worker_that_hangs_costs_one_file(folder: Folder) -> None:
    folder.write({f"m{number:02}.py": OLD for number in range(20)})
    hang = (
        "import time\npool.PATIENCE = 0.5\n"
        "from dr_refit.codemod import rewrite as r\nreal = r.rewrite\n"
        "def rewrite(*arguments, path, **more):\n"
        "    if path.endswith('m07.py'): time.sleep(600)\n"
        "    return real(*arguments, path=path, **more)\n"
        "r.rewrite = rewrite\n"
    )
    done = folder.rewrite(*MOVE, "-j2", ".", prelude=POOL + hang)
    assert done.code == 2
    assert done.err.startswith("m07.py: error: ")
    assert "[crashed]\n20 files looked at: 19 rewritten, 1 failed." in done.err
    left = [name for name, data in folder.tree().items() if data == OLD.encode()]
    assert left == ["m07.py"]


@pytest.mark.parametrize("command", ["codemod", "fleet"])
@pytest.mark.parametrize("module", ["dr_refit.cli.signals", "click", "atexit"])
def test_a_command_that_is_not_ready_yet_ends_at_once(
    command: str, module: str, folder: Folder
) -> None:
    """Interrupted as it imports something, and once it is done."""
    interrupt = (
        "import atexit, os, signal, sys\nstop = lambda: os.kill(os.getpid(), 2)\n"
        f"class Finder:\n    def find_spec(name, *_):\n        name == {module!r} and "
        f"stop()\nsys.meta_path.insert(0, Finder)\n"
        f"if {module!r} == 'atexit':\n    atexit.register(stop)\n"
        f"from dr_refit.cli.start import {command}\n{command}()\n"
    )
    done = folder.python(interrupt, "--version")
    assert (done.code, done.err) == (130, "error: interrupted\n")
