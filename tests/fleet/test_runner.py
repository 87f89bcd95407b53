"""What is the same for every operation: which fleet, which git, which repositories."""

from __future__ import annotations

import os
import re
import shutil

import pytest

from tests.support.family import LINES, Family, branches
from tests.support.folder import Folder

BRANCH = "template/v1.1.0"
OLD = """\
error: git version: 2.30.0 is too old: fleet needs 2.38
hint: install a newer git
"""
COMMANDS = (
    *("status", "update", "diff one", "migrate", "adopt one", "resolve one"),
    *("new two", "undo"),
)

pytestmark = pytest.mark.slow


@pytest.fixture
def family(family: Family) -> Family:
    """Return a family of one, whose template has two versions."""
    family.make_template(
        {"files/a.txt": LINES}, {"files/a.txt": LINES.replace("line 9", "theirs")}
    )
    family.project("one")
    return family


@pytest.fixture
def old_git(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a PATH whose git says that it is 2.30."""
    folder = tmp_path_factory.mktemp("old")
    git = folder / "git"
    git.write_text(
        '#!/bin/sh\n[ "$1" = version ] && echo git version 2.30.0 && exit\n'
        f'exec {shutil.which("git")} "$@"\n'
    )
    git.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_old_git_is_the_same_error_everywhere(
    command: str, family: Family, old_git: str
) -> None:
    if command == "undo":
        assert family.fleet("update").code == 0
    done = family.fleet(*command.split(), PATH=old_git)
    assert (done.code, done.out, done.err) == (
        2,
        "",
        OLD,
    )
    assert not (family.root / "two").exists()


def test_the_fleet_is_found_from_a_folder_in_its_own(family: Family) -> None:
    family.write()
    below = Folder(family.root / "one" / "src")
    below.path.mkdir()
    done = below.command("fleet", "update")
    assert done.code == 0, done.err
    assert BRANCH in branches(Folder(family.root / "one"))
    status = below.command("fleet", "status")
    assert (status.code, status.err) == (1, "")
    assert status.out.splitlines()[1].split()[:3] == ["one", "v1.0.0", "behind"]
    assert (family.root / ".fleet").is_dir()
    assert not (below.path / ".fleet").exists()


def test_a_wrong_fleet_above_is_named_from_here(family: Family) -> None:
    family.write()
    (family.root / "fleet.toml").write_text("[template]\nurll = 1\n")
    below = Folder(family.root / "one")
    done = below.command("fleet", "list")
    assert done.err.startswith("error: ../fleet.toml:2: unknown key urll\n")
    named = below.command("fleet", "list", "--file", "fleet.toml")
    assert named.err.startswith("error: fleet.toml: No such file or directory\n")


def test_what_resolves_a_conflict_is_typed_where_the_fleet_was_found(
    family: Family,
) -> None:
    family.project("two", {"a.txt": LINES.replace("line 9", "mine")})
    family.write()
    below = Folder(family.root / "one")
    done = below.command("fleet", "update", "--repos", "two")
    assert "run: fleet resolve two\n" in done.err
    done = below.command("fleet", "update", "--repos", "two", "--file", "../fleet.toml")
    assert "run: fleet resolve two\n" in done.err
    (family.root / "other.toml").write_bytes((family.root / "fleet.toml").read_bytes())
    done = below.command("fleet", "update", "--repos", "two", "--file", "../other.toml")
    assert "run: fleet resolve two --file ../other.toml\n" in done.err


LOOK = """\
from dr_refit.fleet import manifest, operations, state
from dr_refit.fleet.job import Operation, RunOptions
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.run import Run, run_all

def look(job, session, scratch):
    entries = fetch(job, session.store, "none").entries
    return job.repo.name, sum(path.endswith(job.options) for path in entries)

OPERATIONS = operations.OPERATIONS
OPERATIONS["look"] = Operation(
    name="look", run=look, needs_template=False,
    stopped=lambda repo, problem: (repo.name, problem.message),
)
run = Run(manifest.load("fleet.toml"), state.beside("fleet.toml"), RunOptions(jobs=2))
with run.state.owned():
    seen = []
    for result in run_all(
        OPERATIONS["look"], run, ".txt", lambda done, last: seen.append(last)
    ):
        print(*result)
assert sorted(seen) == ["gone", "one", "two"], seen
"""


def test_an_operation_that_only_looks_is_a_function(family: Family) -> None:
    family.project("two", {"b.txt": "", "c.txt": ""})
    family.add("gone")
    family.write()
    shutil.rmtree(family.template.path)
    done = Folder(family.root).python(LOOK)
    assert done.err == ""
    one, two, gone = done.out.splitlines()
    assert (one, two) == ("one 1", "two 3")
    assert gone == f"gone {family.root / 'gone'} is not there"


def test_a_bug_stops_one_repository(family: Family) -> None:
    family.project("two")
    family.write()
    broken = (
        "from dr_refit.fleet.operations import update\n"
        "find = update.find_upgrade\n"
        "def wrong(job, session):\n"
        "    name = job.repo.name\n"
        "    return {}[name] if name == 'one' else find(job, session)\n"
        "update.find_upgrade = wrong\n"
    )
    done = Folder(family.root).command("fleet", "update", prelude=broken)
    assert done.code == 2
    said = r"^one  failed\n +please report this bug: KeyError.* at dr_refit\.\S+\n"
    assert re.search(said, done.err, re.MULTILINE)
    assert BRANCH in branches(Folder(family.root / "two"))
