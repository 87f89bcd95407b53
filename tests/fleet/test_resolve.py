"""A conflict, resolved by a person once, and offered to the others."""

from __future__ import annotations

import pytest
from conftest import Folder

from fleet.conftest import LINES, Family, branches, change, commit, leftovers, show

BRANCH = "template/v1.1.0"
THEIRS = LINES.replace("line 9\n", "line 9, theirs\n")
OURS = LINES.replace("line 9\n", "line 9, ours\n")
MERGED = LINES.replace("line 9\n", "line 9, both\n")


@pytest.fixture
def family(family: Family) -> Family:
    """Give a family in which two projects have the same conflict."""
    family.make_template(
        {"files/a.txt": LINES, "files/gone.txt": LINES.upper()},
        {"files/a.txt": THEIRS, "files/gone.txt": "other\n" + LINES.upper()},
    )
    family.project("one", {"a.txt": OURS, "gone.txt": None})
    family.project("two", {"a.txt": OURS})
    return family


def desk(family: Family) -> Folder:
    """Give the work tree in which `one` is merged."""
    return Folder(family.root / ".fleet" / "resolve" / "one")


def test_a_conflict_is_resolved_once_for_all(family: Family) -> None:
    report = family.report("update")
    for name in ("one", "two"):
        assert report[name]["conflicts"] == [
            {"path": "a.txt", "kind": "UU", "hunks": 1}
        ]
        assert report[name]["message"] == f"run: fleet resolve {name}"
        assert branches(Folder(family.root / name)).keys() == {"main"}

    result = family.report("resolve", "one")["one"]
    assert result["outcome"] == "conflict"
    assert str(desk(family).path) in result["message"]
    assert "<<<<<<< HEAD\nline 9, ours\n" in desk(family).read("a.txt")
    assert "(template v1.1.0)" in desk(family).read("a.txt")
    assert not (desk(family).path / "gone.txt").exists()

    change(desk(family), {"a.txt": MERGED})
    result = family.report("resolve", "one")["one"]
    assert result["outcome"] == "conflict", "not yet added"
    desk(family).git("add", "a.txt")
    result = family.report("resolve", "one")["one"]
    assert result["outcome"] == "made"
    one, two = Folder(family.root / "one"), Folder(family.root / "two")
    assert show(one, BRANCH, "a.txt") == MERGED.encode()
    assert one.git("rev-parse", f"{BRANCH}^") == one.git("rev-parse", "main")
    assert not desk(family).path.exists()

    report = family.report("update", "--repos", "two")
    assert report["two"]["outcome"] == "made"
    assert any("a.txt" in note for note in report["two"]["notes"])
    assert show(two, BRANCH, "a.txt") == MERGED.encode()
    assert leftovers(family) == []


def test_markers_that_are_left_are_not_published(family: Family) -> None:
    family.fleet("resolve", "one")
    desk(family).git("add", "a.txt")
    result = family.report("resolve", "one")["one"]
    assert result["outcome"] == "conflict"
    assert "a.txt" in result["message"]
    assert branches(Folder(family.root / "one")).keys() == {"main"}


def test_a_person_may_commit_there(family: Family) -> None:
    family.fleet("resolve", "one")
    change(desk(family), {"a.txt": MERGED})
    commit(desk(family), "merged")
    assert family.report("resolve", "one")["one"]["outcome"] == "made"
    one = Folder(family.root / "one")
    assert show(one, BRANCH, "a.txt") == MERGED.encode()
    assert one.git("log", "-1", "--format=%s", BRANCH).startswith("Update the template")


def test_a_merge_may_be_given_up(family: Family) -> None:
    family.fleet("resolve", "one")
    assert desk(family).path.exists()
    assert family.fleet("resolve", "one", "--abort").code == 0
    assert not desk(family).path.exists()
    assert family.report("resolve", "one")["one"]["outcome"] == "conflict"


def test_the_repository_may_move_on_meanwhile(family: Family) -> None:
    family.fleet("resolve", "one")
    one = Folder(family.root / "one")
    head = one.git("rev-parse", "main")
    commit(one, "go on")
    change(desk(family), {"a.txt": MERGED})
    desk(family).git("add", "a.txt")
    result = family.report("resolve", "one")["one"]
    assert result["outcome"] == "made"
    assert any("moved on" in note for note in result["notes"])
    assert one.git("rev-parse", f"{BRANCH}^") == head


def test_without_a_conflict_there_is_nothing_to_resolve(family: Family) -> None:
    family.project("three")
    result = family.report("resolve", "three")["three"]
    assert result["outcome"] == "nothing"
    assert "fleet update" in result["message"]
