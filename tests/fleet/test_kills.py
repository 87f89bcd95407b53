"""Any operation, killed at any moment: old or new, and the next run makes it so."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.family import (
    ANSWERS,
    LINES,
    Family,
    branches,
    leftovers,
)
from tests.support.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = [pytest.mark.kills, pytest.mark.nightly]
#: Operation -> its command line.
OPERATIONS = {
    "adopt": ("adopt", "alone"),
    "heal": ("heal", "torn"),
    "migrate": ("migrate",),
    "new": ("new", "fresh"),
    "resolve": ("resolve", "clash"),
    "undo": ("undo",),
}
KILLS = 10
OLD_IMPORT = "from hf_utils.branches import is_checkpoint_branch\n"
SOMEBODY = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "a"), ("EMAIL", "a@b.c"), ("DATE", "@0 +0000"))
}


@pytest.fixture
def family(family: Family, monkeypatch: pytest.MonkeyPatch) -> Family:
    """Return a family in which there is something to do for each operation."""
    family.make_template(
        {"files/a.txt": LINES},
        {"files/a.txt": LINES.replace("line 5", "theirs")},
    )
    family.project("clean", {"old.py": OLD_IMPORT})
    family.project("clash", {"a.txt": LINES.replace("line 5", "ours")})
    family.project("torn", {"a.txt": None}, version="v1.1.0")
    family.project("alone", {ANSWERS: None})
    family.write()
    # `new` adds to the fleet.toml.
    monkeypatch.setattr(family, "write", lambda: None)
    return family


def state(family: Family) -> Mapping[str, Any]:
    """Return all that a user sees of the projects, which are whole."""
    folders = [Folder(git.parent) for git in sorted(family.root.glob("[!.]*/.git"))]
    for folder in folders:
        folder.git("fsck", "--connectivity-only", "--no-dangling")
    files = {
        folder.path.name: (folder.tree(), folder.git("status", "--porcelain"))
        for folder in folders
    }
    refs = {folder.path.name: branches(folder) for folder in folders}
    return {"files": files, "refs": refs, "": (family.root / "fleet.toml").read_text()}


def killed(family: Family, command: tuple[str, ...], seconds: float) -> None:
    """Start a run, and kill it with all its processes, or itself alone."""
    with family.start(*command, **SOMEBODY) as process:
        time.sleep(seconds)
        if random.random() < 0.5:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_killed_run_is_made_again(name: str, family: Family) -> None:
    command = OPERATIONS[name]
    family.fleet("update" if name == "undo" else "status")
    saved = family.root.with_name(f"{family.root.name}-saved")
    shutil.copytree(family.root, saved, symlinks=True)
    started = time.monotonic()
    assert family.fleet(*command, **SOMEBODY).code in {0, 1}
    took = time.monotonic() - started
    undisturbed = state(family)
    for _ in range(KILLS):
        shutil.rmtree(family.root)
        shutil.copytree(saved, family.root, symlinks=True)
        killed(family, command, random.uniform(0.1, 1) * took)
        done = family.fleet(*command, **SOMEBODY)
        assert state(family) == undisturbed, done.err
        if name == "resolve":
            family.fleet("resolve", "clash", "--abort")
        assert leftovers(family) == []
        assert not [*family.root.rglob("tmp_*"), *family.root.glob(".fresh*")]
