"""The same jobs on a real Dask cluster: a scheduler and two workers on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.family import LINES, Family, branches
from tests.support.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.distributed
BRANCH = "template/v1.1.0"


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Start a scheduler and two worker processes; return the address."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    scheduler = [
        *(sys.executable, "-m", "distributed.cli.dask_scheduler"),
        *("--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
        *("--scheduler-file", str(file)),
    ]
    worker = [
        *(sys.executable, "-m", "distributed.cli.dask_worker"),
        *("--scheduler-file", str(file), "--no-dashboard", "--no-nanny"),
        *("--nthreads", "2", "--local-directory", str(tmp_path / "dask")),
    ]
    folder = Folder(tmp_path)
    with open(os.devnull, "wb") as silence:
        started = [
            subprocess.Popen(
                command,
                cwd=tmp_path,
                env=folder.environment(TMPDIR=str(tmp_path)),
                stdout=silence,
                stderr=silence,
            )
            for command in (scheduler, worker, worker)
        ]
    try:
        while not file.exists():
            time.sleep(0.1)

        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(20)


def test_a_cluster_updates_remotes(family: Family, scheduler: str) -> None:
    theirs = LINES.replace("line 9", "theirs")
    family.make_template({"files/a.txt": LINES}, {"files/a.txt": theirs})
    names = [f"project-{number}" for number in range(6)]
    origins = []
    for name in names:
        family.project(name, {"own.txt": name})
        origins.append(family.bare(name))
    local = family.report("update", "--push")
    assert {result["outcome"] for result in local.values()} == {"created"}
    family.fleet("undo")
    assert all(branches(origin).keys() == {"main"} for origin in origins)

    done = family.fleet("update", "--scheduler", scheduler)
    assert (done.code, "--push" in done.err) == (2, True)
    remote = family.report("update", "--push", "--scheduler", scheduler)
    assert {name: r["commit"] for name, r in remote.items()} == {
        name: r["commit"] for name, r in local.items()
    }
    for origin, name in zip(origins, names, strict=True):
        assert branches(origin)[BRANCH] == remote[name]["commit"]
    assert {r["outcome"] for r in family.report("undo").values()} == {"reverted"}
    assert all(branches(origin).keys() == {"main"} for origin in origins)


def test_nobody_at_the_address(family: Family) -> None:
    pytest.importorskip("distributed")
    family.make_template({})
    family.project("project")
    nobody = "tcp://127.0.0.1:9"
    done = family.fleet("update", "--dry-run", "--scheduler", nobody)
    assert (done.code, f"no scheduler answers at {nobody}" in done.err) == (2, True)
