"""A conflict, resolved by a person once, and offered to the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.family import (
    ANSWERS,
    LINES,
    Family,
    branches,
    change,
    commit,
    files,
    leftovers,
    show,
)
from tests.support.folder import Folder

pytestmark = pytest.mark.slow

BRANCH = "template/v1.1.0"
THEIRS = LINES.replace("line 9\n", "line 9, theirs\n")
OURS = LINES.replace("line 9\n", "line 9, ours\n")
MERGED = LINES.replace("line 9\n", "line 9, both\n")


@pytest.fixture
def family(family: Family) -> Family:
    """Return a family in which two projects have the same conflict."""
    family.make_template(
        {"files/a.txt": LINES, "files/gone.txt": LINES.upper()},
        {"files/a.txt": THEIRS, "files/gone.txt": "other\n" + LINES.upper()},
    )
    family.project("one", {"a.txt": OURS, "gone.txt": None})
    family.project("two", {"a.txt": OURS})
    return family


def desk(family: Family) -> Folder:
    """Return the work tree in which `one` is merged."""
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
    assert result["outcome"] == "created"
    one, two = Folder(family.root / "one"), Folder(family.root / "two")
    assert show(one, BRANCH, "a.txt") == MERGED.encode()
    assert one.git("rev-parse", f"{BRANCH}^") == one.git("rev-parse", "main")
    assert not desk(family).path.exists()

    report = family.report("update", "--repos", "two")
    assert report["two"]["outcome"] == "created"
    assert any("a.txt" in note for note in report["two"]["notes"])
    assert show(two, BRANCH, "a.txt") == MERGED.encode()
    assert leftovers(family) == []


def test_a_merge_without_the_version_is_none(family: Family) -> None:
    family.fleet("resolve", "one")
    desk(family).git("reset", "--quiet", "--hard")
    result = family.report("resolve", "one")["one"]
    assert (result["outcome"], result["exit_code"]) == ("blocked", 1)
    assert f"{ANSWERS} is not at v1.1.0: git checkout " in result["message"]
    command = result["message"].partition("not at v1.1.0: git ")[2].partition(",")[0]
    desk(family).git(*command.split())
    assert family.report("resolve", "one")["one"]["outcome"] == "created"


def test_a_file_that_makes_room_is_called_as_it_is_laid_out(family: Family) -> None:
    family.release("v1.2.0", {"files/d": "a file\n"})
    folder = family.project("three", {"d/x.txt": "x\n"})
    (conflict,) = family.report("update", "--repos", "three")["three"]["conflicts"]
    (laid_out,) = family.report("resolve", "three")["three"]["conflicts"]
    assert (conflict["kind"], conflict) == ("UA", laid_out)
    there = family.root / ".fleet" / "resolve" / "three"
    assert (there / conflict["path"]).read_text() == "a file\n"
    assert branches(folder).keys() == {"main"}


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
    assert family.report("resolve", "one")["one"]["outcome"] == "created"
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
    assert result["outcome"] == "created"
    assert any("moved on" in note for note in result["notes"])
    assert one.git("rev-parse", f"{BRANCH}^") == head


def test_without_a_conflict_there_is_nothing_to_resolve(family: Family) -> None:
    family.project("three")
    result = family.report("resolve", "three")["three"]
    assert result["outcome"] == "up-to-date"
    assert "fleet update" in result["message"]


def merge_by_hand(family: Family, *options: str) -> Folder:
    """Merge the conflict of `one`, with a line that no merge would make."""
    family.fleet("resolve", "one", *options)
    change(desk(family), {"a.txt": MERGED + "more\n"})
    desk(family).git("add", "a.txt")
    report = family.report("resolve", "one", *options)
    assert report["one"]["outcome"] in {"created", "unpushed"}
    return Folder(family.root / "one")


@pytest.mark.parametrize("options", [(), ("--push",)])
def test_an_update_leaves_what_was_merged_by_hand(
    family: Family, options: tuple[str, ...]
) -> None:
    origin = family.bare("one")
    family.add("one")
    Folder(family.root / "one").git("remote", "add", "origin", str(origin.path))
    one = merge_by_hand(family, *options)
    made = branches(one)[BRANCH]
    for operation in ("update", "resolve", "update"):
        names = ("one",) if operation == "resolve" else ("--repos", "one")
        result = family.report(operation, *names, *options)["one"]
        assert (result["outcome"], result["commit"]) == ("unchanged", made)
    result = family.report("update", "--repos", "one", "--push")["one"]
    assert result["outcome"] == "unchanged"
    assert branches(origin)[BRANCH] == branches(one)[BRANCH] == made
    one.git("branch", "--quiet", "-D", BRANCH)
    result = family.report("update", "--repos", "one", "--push")["one"]
    assert result["outcome"] == "blocked"
    assert "merged by hand" in result["message"]
    assert branches(origin)[BRANCH] == made


def test_an_update_leaves_what_was_kept_by_hand(family: Family) -> None:
    family.release("v1.2.0", {"files/gone.txt": None})
    one = family.project("three", {"gone.txt": "mine\n" + LINES.upper()})
    assert family.report("update", "--repos", "three")["three"]["conflicts"]
    family.fleet("resolve", "three")
    tree = Folder(family.root / ".fleet" / "resolve" / "three")
    tree.git("add", "gone.txt")
    result = family.report("resolve", "three")["three"]
    assert result["outcome"] == "created"
    again = family.report("update", "--repos", "three")["three"]
    assert (again["outcome"], again["commit"]) == ("unchanged", result["commit"])
    assert "gone.txt" in files(one, "template/v1.2.0")


def test_what_was_merged_by_hand_outlives_the_head_it_was_made_for(
    family: Family,
) -> None:
    one = merge_by_hand(family)
    made = branches(one)[BRANCH]
    commit(one, "go on")
    for operation in (("update", "--repos", "one"), ("resolve", "one")):
        result = family.report(*operation)["one"]
        assert result["outcome"] == "blocked"
        assert "merge it or delete it" in result["message"]
    assert branches(one)[BRANCH] == made
    one.git("branch", "--quiet", "-D", BRANCH)
    assert family.report("update", "--repos", "one")["one"]["outcome"] == "created"


@pytest.mark.parametrize("more", [False, True])
def test_what_was_merged_by_hand_and_then_merged_makes_room(
    more: bool, family: Family
) -> None:
    """Another answer makes another branch of the same version."""
    one = merge_by_hand(family)
    one.git("checkout", "--quiet", BRANCH)
    if more:  # somebody's own commit on the branch
        commit(one, "go on")
    one.git("checkout", "--quiet", "main")
    one.git("merge", "--quiet", BRANCH)
    made = branches(one)[BRANCH]
    options = ("--repos", "one", "--data", "name=other")
    result = family.report("update", *options)["one"]
    assert result["outcome"] == "created"
    assert branches(one)[BRANCH] not in {made, ""}
    assert family.fleet("undo").code == 0
    assert branches(one)[BRANCH] == made


def test_what_was_merged_by_hand_waits_for_a_push(family: Family) -> None:
    origin = family.bare("one")
    merge_by_hand(family)
    assert family.report("update", "--repos", "one")["one"]["outcome"] == "unpushed"
    one = Folder(family.root / "one")
    commit(one, "go on")
    one.git("push", "--quiet", str(origin.path), "main")
    result = family.report("update", "--repos", "one", "--push")["one"]
    assert result["outcome"] == "blocked"
    assert f"it waits as refs/results/one/{BRANCH} in " in result["message"]
    one.git("push", "--quiet", "--force", str(origin.path), "main^:main")
    family.report("update", "--repos", "one", "--push")
    assert show(origin, BRANCH, "a.txt").endswith(b"more\n")
    assert "merged by hand: a.txt" in origin.git("log", "-1", "--format=%b", BRANCH)
    origin.git("branch", "--quiet", "-D", BRANCH)
    one.git("push", "--quiet", str(origin.path), "main")
    result = family.report("update", "--repos", "one", "--push")["one"]
    assert result["outcome"] == "created"


def test_new_files_are_added_or_removed_but_never_lost(family: Family) -> None:
    family.fleet("resolve", "one")
    change(desk(family), {"a.txt": MERGED, "new.txt": "new\n", "a.txt.orig": "old\n"})
    desk(family).git("add", "a.txt")
    result = family.report("resolve", "one")["one"]
    assert result["outcome"] == "blocked"
    assert "new.txt" in result["message"]
    assert "orig" not in result["message"]
    assert desk(family).read("new.txt") == "new\n"
    desk(family).git("add", "new.txt")
    assert family.report("resolve", "one")["one"]["outcome"] == "created"
    one = Folder(family.root / "one")
    assert show(one, BRANCH, "new.txt") == b"new\n"
    assert "a.txt.orig" not in files(one, BRANCH)


def test_what_is_changed_after_a_commit_counts(family: Family) -> None:
    family.fleet("resolve", "one")
    change(desk(family), {"a.txt": "first\n"})
    commit(desk(family), "merged")
    change(desk(family), {"a.txt": MERGED})
    assert family.report("resolve", "one")["one"]["outcome"] == "created"
    assert show(Folder(family.root / "one"), BRANCH, "a.txt") == MERGED.encode()


def test_line_ends_that_nobody_touched_stay(family: Family) -> None:
    one = Folder(family.root / "one")
    stored = {
        "windows.txt": "a\r\nb\r\n",
        "unix.eol": "a\nb\n",
        "mixed.eol": "a\r\nb\n",
    }
    change(one, stored)
    commit(one)
    change(one, {".gitattributes": "*.txt text\n*.eol text eol=crlf\n"})
    one.git("add", ".gitattributes")
    one.git("commit", "--quiet", "--message", "attributes")
    family.fleet("resolve", "one")
    for path in stored:
        (desk(family).path / path).touch()
    change(desk(family), {"a.txt": MERGED})
    desk(family).git("add", "a.txt")
    assert family.report("resolve", "one")["one"]["outcome"] == "created"
    for path, text in stored.items():
        assert show(one, BRANCH, path) == text.encode()


def move(family: Family) -> None:
    """Move the folder of the fleet, and not the template."""
    old, family.root = family.root, Path(f"{family.root}-moved")
    old.rename(family.root)
    old.mkdir()
    (family.root / "template.git").rename(family.template.path)


def test_a_fleet_that_was_moved_goes_on(family: Family) -> None:
    family.fleet("resolve", "one")
    change(desk(family), {"a.txt": MERGED})
    move(family)
    assert family.report("resolve", "one")["one"]["outcome"] == "conflict"
    desk(family).git("add", "a.txt")
    assert family.report("resolve", "one")["one"]["outcome"] == "created"
    one = Folder(family.root / "one")
    assert show(one, BRANCH, "a.txt") == MERGED.encode()
    assert leftovers(family) == []


def test_a_fleet_that_was_moved_gives_up(family: Family) -> None:
    family.fleet("resolve", "one")
    move(family)
    assert "merge aborted" in family.fleet("resolve", "one", "--abort").err
    assert not desk(family).path.exists()
    assert "there is no merge" in family.fleet("resolve", "one", "--abort").err
    family.fleet("resolve", "one")
    shutil.rmtree(family.root / ".fleet" / "store.git" / "worktrees")
    assert family.fleet("resolve", "one", "--abort").code == 0
    assert not desk(family).path.exists()


def test_what_looks_like_a_marker_may_be_meant(family: Family) -> None:
    meant = "<<<<<<< HEAD\nshown\n=======\nin the manual\n>>>>>>> other\n"
    family.fleet("resolve", "one")
    change(desk(family), {"a.txt": meant})
    desk(family).git("add", "a.txt")
    assert family.report("resolve", "one")["one"]["outcome"] == "created"
    assert show(Folder(family.root / "one"), BRANCH, "a.txt") == meant.encode()


def test_the_version_asked_for_is_merged(family: Family) -> None:
    family.release("v1.2.0", {"files/a.txt": THEIRS + "line 13\n"})
    family.write()
    (family.root / "fleet.toml").rename(family.root / "other.toml")
    options = ("--to", "v1.1.0", "--file", "other.toml")
    result = family.report("update", "--repos", "one", *options)["one"]
    command = f"one {' '.join(options)}"
    assert result["message"] == f"run: fleet resolve {command}"
    assert family.report("resolve", *command.split())["one"]["new"] == "v1.1.0"
    state = family.root / ".fleet" / "files" / "other.toml"
    own = Folder(state / "resolve" / "one")
    change(own, {"a.txt": MERGED})
    own.git("add", "a.txt")
    options = ("--to", "v1.2.0", "--file", "other.toml")
    result = family.report("resolve", "one", *options)["one"]
    assert result["outcome"] == "blocked"
    assert "is to v1.1.0, not to v1.2.0" in result["message"]
    result = family.report("resolve", "one", "--file", "other.toml")["one"]
    assert (result["outcome"], result["branch"]) == ("created", BRANCH)
    assert any("is to v1.1.0, not to v1.2.0" in note for note in result["notes"])


def test_a_merge_that_is_remembered_is_told_with_attributes(family: Family) -> None:
    family.project("three", {"a.txt": OURS, "x/.gitattributes": "* merge=union\n"})
    family.fleet("resolve", "one")
    change(desk(family), {"a.txt": MERGED})
    desk(family).git("add", "a.txt")
    family.fleet("resolve", "one")
    result = family.report("update", "--repos", "three")["three"]
    assert result["outcome"] == "created"
    assert any("look at it: a.txt" in note for note in result["notes"])
