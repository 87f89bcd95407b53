"""`fleet update`: what it says and leaves of each repository; `fleet undo`."""

from __future__ import annotations

import json
import re
import socket

import pytest

from tests.support.family import (
    ANSWERS,
    BASICS,
    LINES,
    Family,
    branches,
    change,
    commit,
    committed,
    files,
    leftovers,
    show,
)
from tests.support.folder import Folder

pytestmark = pytest.mark.slow

BRANCH = "template/v1.1.0"
NEWER = {"files/a.txt": LINES.replace("line 9\n", "line 9, theirs\n")}


@pytest.fixture
def family(family: Family) -> Family:
    """Return a family whose template has two versions."""
    family.make_template({"files/a.txt": LINES}, NEWER)
    return family


def test_a_branch_appears_and_nothing_else(family: Family) -> None:
    folder = family.project("project")
    change(folder, {"a.txt": "dirty\n", "untracked.txt": "mine\n"})
    before = folder.tree(), folder.git("status", "--porcelain")
    head = branches(folder)["main"]
    done = family.fleet("update")
    assert done.code == 0, done.err
    assert done.out == ""
    assert done.err == (
        "project  created  v1.0.0 -> v1.1.0  template/v1.1.0 (2 files)\n"
        "1 repository: 1 created.\n"
    )
    assert (folder.tree(), folder.git("status", "--porcelain")) == before
    assert branches(folder).keys() == {"main", BRANCH}
    assert folder.git("rev-parse", f"{BRANCH}^").strip() == head
    assert folder.git("log", "-1", "--format=%an <%ae>%n%B", BRANCH).splitlines() == [
        "fleet <fleet@dr-refit.invalid>",
        "Update the template from v1.0.0 to v1.1.0",
        "",
        f"Template: {family.url}",
        f"Template-Commit: {family.template.git('rev-parse', 'v1.1.0').strip()}",
        "",
    ]
    assert leftovers(family) == []
    folder.git("fsck", "--strict")


def test_the_commit_is_the_same_wherever_it_is_made(family: Family) -> None:
    folder = family.project("project")
    first = family.report("update")["project"]["commit"]
    family.fleet("undo")
    Folder(family.root).git("clone", "--quiet", "project", "copy")
    (family.root / ".fleet").rename(family.root / "old")
    assert family.report("update")["project"]["commit"] == first
    assert branches(folder)[BRANCH] == first


def test_a_second_run_does_nothing(family: Family) -> None:
    folder = family.project("project")
    family.fleet("update")
    before = branches(folder)
    reflog = folder.git("reflog", BRANCH)
    assert family.report("update")["project"]["outcome"] == "unchanged"
    assert (branches(folder), folder.git("reflog", BRANCH)) == (before, reflog)
    folder.git("merge", "--quiet", BRANCH)
    assert family.report("update")["project"]["outcome"] == "up-to-date"


def test_a_branch_of_ours_follows_the_head(family: Family) -> None:
    folder = family.project("project")
    first = family.report("update")["project"]["commit"]
    commit(folder, "go on")
    second = family.report("update")["project"]
    assert second["outcome"] == "created"
    assert second["published"][0]["old"] == first
    assert folder.git("rev-parse", f"{BRANCH}^") == folder.git("rev-parse", "main")


def test_a_branch_of_the_users_is_never_moved(family: Family) -> None:
    folder = family.project("project")
    folder.git("branch", BRANCH)
    before = branches(folder)
    result = family.report("update")["project"]
    assert result["outcome"] == "blocked"
    assert "not as fleet left it" in result["message"]
    assert branches(folder) == before
    folder.git("branch", "--delete", BRANCH)
    family.fleet("update")
    folder.git("switch", "--quiet", BRANCH)
    mine = commit(folder, "mine")
    folder.git("switch", "--quiet", "main")
    commit(folder, "go on")
    assert family.report("update")["project"]["outcome"] == "blocked"
    assert branches(folder)[BRANCH] == mine


def test_a_branch_of_another_fleet_file_stays_until_it_is_merged(
    family: Family,
) -> None:
    folder = family.project("project")
    first = family.report("update")["project"]["commit"]
    other = f'{(family.root / "fleet.toml").read_text()}answers = {{name = "other"}}\n'
    (family.root / "other.toml").write_text(other)
    result = family.report("update", "--file", "other.toml")["project"]
    assert result["outcome"] == "blocked"
    assert result["message"] == (
        f"there is a branch {BRANCH} that another fleet.toml has made,"
        " or that was changed since: merge it or delete it, and run this again"
    )
    assert branches(folder)[BRANCH] == first
    folder.git("merge", "--quiet", BRANCH)
    result = family.report("update", "--file", "other.toml")["project"]
    assert (result["outcome"], result["published"][0]["old"]) == ("created", first)
    assert b"name: other\n" in show(folder, BRANCH, ANSWERS)
    assert family.report("undo", "--file", "other.toml")["project"]["exit_code"] == 0
    assert branches(folder)[BRANCH] == first
    # Both want the same of it: it is nobody's alone.
    (family.root / "other.toml").write_text((family.root / "fleet.toml").read_text())
    folder.git("reset", "--quiet", "--hard", "HEAD^")
    result = family.report("update", "--file", "other.toml")["project"]
    assert (result["outcome"], branches(folder)[BRANCH]) == ("unchanged", first)


def test_a_branch_that_is_checked_out_is_not_moved(family: Family) -> None:
    folder = family.project("project")
    family.fleet("update")
    folder.git("worktree", "add", "--quiet", "../beside", BRANCH)
    commit(folder, "go on")
    result = family.report("update")["project"]
    assert result["outcome"] == "blocked"
    assert "checked out in" in result["message"]
    assert family.report("undo")["project"]["outcome"] == "blocked"


def test_a_branch_in_the_way_is_named(family: Family) -> None:
    folder = family.project("project")
    folder.git("branch", "template")
    result = family.report("update")["project"]
    assert result["outcome"] == "blocked"
    assert "refs/heads/template" in result["message"]


def test_a_linked_work_tree_is_a_repository(family: Family) -> None:
    folder = family.project("project")
    folder.git("worktree", "add", "--quiet", "../beside")
    family.repos.clear()
    family.add("beside")
    assert family.report("update")["beside"]["outcome"] == "created"
    assert BRANCH in branches(folder)


def test_dry_run_publishes_nothing(family: Family) -> None:
    folder = family.project("project")
    done = family.fleet("update", "--dry-run")
    assert done.code == 1
    assert "would be created" in done.err
    assert branches(folder).keys() == {"main"}


def test_diff_shows_both_sides(family: Family) -> None:
    mine = LINES.replace("line 3\n", "line 3, ours\n")
    family.project("project", {"a.txt": mine, "own.txt": "own\n"})
    done = family.fleet("diff", "project")
    assert (done.code, done.err) == (0, "")
    template, _, local = done.out.partition(
        "# project: what the project changed against v1.0.0\n"
    )
    assert template.startswith("# project: what the template changes, v1.0.0 to v1.1.0")
    assert "+line 9, theirs" in template
    assert "-line 3\n+line 3, ours" in local
    assert "own.txt" not in local
    result = family.report("diff", "project")["project"]
    assert result["diff"] == done.out
    in_color = family.fleet("diff", "project", "--color", "always").out
    assert re.sub(r"\x1b\[\d*m", "", in_color) == done.out
    assert "\x1b[32m+" in in_color


def test_versions_and_holds(family: Family) -> None:
    family.release("v1.2.0", {"files/b.txt": "new\n"})
    family.release("v2.0.0rc1", {"files/b.txt": "candidate\n"})
    family.project("newest")
    family.project("pinned", version_="v1.1.0")
    family.repos["pinned"] = family.repos["pinned"].replace("version_", "version")
    family.project("held", hold="until the paper is out")
    report = family.report("update")
    assert {name: (r["outcome"], r["new"]) for name, r in report.items()} == {
        "newest": ("created", "v1.2.0"),
        "pinned": ("created", "v1.1.0"),
        "held": ("held", ""),
    }
    assert report["held"]["message"] == "until the paper is out"
    assert family.report("diff", "held")["held"]["outcome"] == "up-to-date"
    family.add("mistaken", f"file://{family.url}", version="v9.9.9")
    result = family.report("update", "--repos", "mistaken")["mistaken"]
    assert (result["outcome"], "v9.9.9" in result["message"]) == ("failed", True)
    report = family.report("update", "--to", "v1.1.0", "--repos", "newest")
    assert report["newest"]["new"] == "v1.1.0"
    assert report.keys() == {"newest"}
    commit(Folder(family.root / "newest"))
    commit(Folder(family.root / "pinned"))
    for name in ("newest", "pinned"):
        report = family.report("update", "--limit", "1")
        made = {name for name, each in report.items() if each["outcome"] == "created"}
        assert made == {name}
    for arguments, said in (
        (("--to", "v9"), "no version v9"),
        (("--to", "--help"), "no version --help"),
        (("--repos", "nobody"), "no repository nobody"),
        (("--file", "none.toml"), "none.toml"),
    ):
        done = family.fleet("update", *arguments)
        assert (done.code, said in done.err) == (2, True), done.err


def test_a_limit_goes_on_where_branches_are_kept_back(family: Family) -> None:
    for name in ("one", "two"):
        family.project(name)
        family.bare(name)
    assert family.report("update", "--limit", "1").keys() == {"one"}
    assert family.report("update", "--limit", "1").keys() == {"one", "two"}


def test_fleet_does_not_go_back(family: Family) -> None:
    family.project("project", version="v1.1.0")
    result = family.report("update", "--to", "v1.0.0")["project"]
    assert result["outcome"] == "blocked"
    assert "does not go back" in result["message"]
    # Nobody has asked for it.
    family.project("ahead", version="v1.1.0")
    family.add("ahead", version="v1.0.0")
    result = family.report("update", "--repos", "ahead")["ahead"]
    assert (result["outcome"], result["exit_code"]) == ("up-to-date", 0)
    assert result["notes"] == ["it is at v1.1.0, and v1.0.0 is older"]


def test_a_head_at_no_branch_is_said(family: Family) -> None:
    folder = family.project("project")
    folder.git("switch", "--quiet", "--detach")
    (note,) = family.report("update")["project"]["notes"]
    assert note.startswith("its HEAD is detached: ")
    (folder.path / ".git" / "rebase-merge").mkdir()
    assert "detached, in the midst of a rebase" in family.fleet("status").out
    family.add("project", base="main")
    assert family.report("update")["project"]["notes"] == []


def test_a_described_commit_is_a_version(family: Family) -> None:
    change(family.template, {"files/between.txt": "x\n"})
    commit(family.template)
    name = family.template.git("describe", "--tags").strip()
    assert name.startswith("v1.1.0-1-g")
    family.project("project", version="HEAD")
    family.release("v1.2.0", {"files/c.txt": "c\n"})
    result = family.report("update")["project"]
    assert (result["outcome"], result["old"]) == ("created", name)


QUESTION = "kind: {type: str, choices: [a, b], default: a}\n"


def test_questions(family: Family) -> None:
    settings = str(BASICS["copier.yml"])
    family.release("v1.2.0", {"copier.yml": settings + QUESTION})
    family.project("defaulted")
    family.project("lost", version="v1.2.0", data={"kind": "b"})
    family.project("asked")
    result = family.report("update", "--repos", "defaulted")["defaulted"]
    assert result["notes"] == ["new question kind: answered 'a'"]
    narrower = QUESTION.replace("[a, b]", "[a, c]")
    required = "must: {type: str}\n"
    family.release("v1.3.0", {"copier.yml": settings + narrower})
    result = family.report("update", "--repos", "lost")["lost"]
    assert result["outcome"] == "blocked"
    assert "kind: 'b' is no longer valid" in result["message"]
    family.repos["lost"] += 'answers = {kind = "c"}\n'
    result = family.report("update", "--repos", "lost")["lost"]
    assert result["outcome"] == "created"
    lost = Folder(family.root / "lost")
    assert b"kind: c\n" in show(lost, "template/v1.3.0", ANSWERS)
    family.release("v1.4.0", {"copier.yml": settings + narrower + required})
    report = family.report("update")
    assert (report["asked"]["outcome"], report["asked"]["exit_code"]) == ("blocked", 1)
    assert report["asked"]["message"] == (
        'v1.4.0: Question "must" is required:'
        " answer it under answers of asked in fleet.toml, or --data"
    )
    family.repos["asked"] += 'answers = {must = "yes"}\n'
    assert family.report("update")["asked"]["outcome"] == "created"
    # The old answer, and the default that would take its place.
    stricter = narrower.replace("}", ", validator: '{{ kind + \" is small\" }}'}")
    family.release("v1.5.0", {"copier.yml": settings + stricter})
    result = family.report("update", "--repos", "lost")["lost"]
    assert (result["outcome"], result["exit_code"]) == ("blocked", 1)
    assert "question 'kind': a is small: answer it under" in result["message"]


def test_a_submodule_of_the_template_is_a_folder(family: Family) -> None:
    shared = committed(Folder(family.root / "shared.git"), {"s.txt": "s\n"})
    add = ("submodule", "--quiet", "add", str(shared.path), "files/shared")
    family.template.git("-c", "protocol.file.allow=always", *add)
    family.release("v1.2.0", {})
    family.template.git("submodule", "set-url", "files/shared", "https://a.invalid/b")
    family.release("v1.3.0", {})
    folder = family.project("project")
    assert family.report("update", "--to", "v1.2.0")["project"]["outcome"] == "created"
    assert show(folder, "template/v1.2.0", "shared/s.txt") == b"s\n"
    result = family.report("update")["project"]
    assert result["outcome"] == "failed"
    assert "only those on this machine can be rendered" in result["message"]


def test_answers_in_a_folder_are_not_taken_for_the_projects(family: Family) -> None:
    folder = family.project("project")
    (folder.path / "pkg").mkdir()
    folder.git("mv", ANSWERS, f"pkg/{ANSWERS}")
    commit(folder)
    for command in (("update",), ("adopt", "project")):
        result = family.report(*command)["project"]
        assert result["outcome"] == "blocked"
        assert result["message"] == (
            f"pkg/{ANSWERS} is not at the root: a project in a folder is not supported"
        )
    foreign = b"_src_path: elsewhere\n_commit: v1.0.0\n"
    folder.write({f"pkg/{ANSWERS}": foreign, f"pkg/more/{ANSWERS}": "a: [\n"})
    commit(folder)
    assert "fleet adopt project" in family.report("update")["project"]["message"]


def test_undo_takes_back_what_is_as_it_was_left(family: Family) -> None:
    folders = {name: family.project(name) for name in ("left", "merged", "moved")}
    family.fleet("update")
    folders["moved"].git("switch", "--quiet", BRANCH)
    mine = commit(folders["moved"], "mine")
    folders["moved"].git("switch", "--quiet", "main")
    folders["merged"].git("merge", "--quiet", BRANCH)
    folders["merged"].git("branch", "--delete", BRANCH)
    dry = family.report("undo", "--dry-run")
    assert BRANCH in branches(folders["left"])
    assert dry["left"]["message"] == f"{BRANCH} would be gone"
    assert dry["merged"]["message"] == f"{BRANCH} is gone already"
    assert "1 would be reverted" in family.fleet("undo", "--dry-run").err
    report = family.report("undo")
    assert {name: r["outcome"] for name, r in report.items()} == {
        name: r["outcome"] for name, r in dry.items()
    }
    assert {name: r["outcome"] for name, r in report.items()} == {
        "left": "reverted",
        "merged": "up-to-date",
        "moved": "blocked",
    }
    assert BRANCH not in branches(folders["left"])
    assert branches(folders["moved"])[BRANCH] == mine
    again = family.report("undo")
    assert {name: r["outcome"] for name, r in again.items()} == {"moved": "blocked"}
    assert "it is not as fleet left it" in again["moved"]["message"]
    folders["moved"].git("branch", "--delete", "--force", BRANCH)
    assert family.report("undo")["moved"]["outcome"] == "up-to-date"
    done = family.fleet("undo")
    assert (done.code, "no run to undo" in done.err) == (2, True)


def test_undo_that_is_refused_can_be_repeated(family: Family) -> None:
    folder = family.project("project")
    first = family.report("update")["project"]["commit"]
    commit(folder, "go on")
    second = family.report("update")["project"]["commit"]
    folder.git("worktree", "add", "--quiet", "../beside", BRANCH)
    for _ in range(2):
        assert family.report("undo")["project"]["outcome"] == "blocked"
        assert branches(folder)[BRANCH] == second
    folder.git("worktree", "remove", "../beside")
    assert family.report("undo")["project"]["outcome"] == "reverted"
    assert branches(folder)[BRANCH] == first


def test_undo_needs_a_fleet(family: Family) -> None:
    family.root.joinpath("elsewhere").mkdir()
    done = family.fleet("undo", "--file", "elsewhere/fleet.toml")
    assert (done.code, "elsewhere/fleet.toml" in done.err) == (2, True)
    assert list((family.root / "elsewhere").iterdir()) == []


def test_undo_knows_what_is_gone_from_a_remote(family: Family) -> None:
    folder = family.project("project")
    origin = family.bare("project")
    folder.git("remote", "add", "origin", f"file://{origin.path}")
    family.add("project")
    family.fleet("update", "--push")
    origin.git("branch", "--delete", "--force", BRANCH)
    result = family.report("undo")["project"]
    assert result["outcome"] == "reverted"
    assert result["notes"] == [f"{BRANCH} is gone already"]
    assert BRANCH not in branches(folder)
    assert "no run to undo" in family.fleet("undo").err


def test_a_push_that_was_refused_is_no_run_to_undo(family: Family) -> None:
    family.project("project")
    origin = family.bare("project")
    first = family.report("update", "--push")["project"]["commit"]
    hook = origin.path / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    family.release("v1.2.0", {"files/b.txt": "b\n"})
    result = family.report("update", "--push")["project"]
    assert (result["outcome"], result["published"]) == ("failed", [])
    hook.unlink()
    assert branches(origin)[BRANCH] == first
    assert family.report("undo")["project"]["message"] == f"{BRANCH} is gone"
    assert BRANCH not in branches(origin)
    assert "no run to undo" in family.fleet("undo").err


def test_undo_brings_back_the_branch_before(family: Family) -> None:
    folder = family.project("project")
    first = family.report("update")["project"]["commit"]
    commit(folder, "go on")
    family.fleet("update")
    family.fleet("undo")
    assert branches(folder)[BRANCH] == first
    family.fleet("undo")
    assert BRANCH not in branches(folder)


def test_a_newer_branch_takes_the_place_of_ours(family: Family) -> None:
    folder = family.project("project")
    origin = family.bare("project")
    folder.git("remote", "add", "origin", str(origin.path))
    family.add("project")
    first = family.report("update", "--push")["project"]["commit"]
    # One that a person has made, or gone on with, is none of ours.
    folder.git("branch", "template/v0.9.0", "main")
    family.release("v1.2.0", {"files/b.txt": "b\n"})
    (note,) = family.report("update", "--dry-run")["project"]["notes"]
    assert note == f"takes the place of {BRANCH}, which is removed"
    assert branches(folder)[BRANCH] == first
    result = family.report("update", "--push")["project"]
    assert result["notes"] == [note]
    assert branches(folder).keys() == {"main", "template/v0.9.0", "template/v1.2.0"}
    assert branches(origin).keys() == {"main", "template/v1.2.0"}
    assert [each["new"] for each in result["published"]] == [
        *(result["commit"], "", result["commit"], "")
    ]
    assert family.report("update", "--push")["project"]["notes"] == []
    undone = family.report("undo")["project"]
    assert (undone["outcome"], undone["exit_code"]) == ("reverted", 0)
    assert branches(folder).keys() == {"main", "template/v0.9.0", BRANCH}
    assert branches(origin) == {"main": branches(folder)["main"], BRANCH: first}
    # And not an older one of a newer one.
    family.fleet("update", "--repos", "project")
    family.report("update", "--to", "v1.1.0")
    assert {BRANCH, "template/v1.2.0"} <= branches(folder).keys()


def test_a_branch_that_somebody_needs_stays_beside_a_newer_one(family: Family) -> None:
    folders = {name: family.project(name) for name in ("used", "mine")}
    family.fleet("update")
    folders["used"].git("worktree", "add", "--quiet", "../beside", BRANCH)
    folders["mine"].git("switch", "--quiet", BRANCH)
    commit(folders["mine"], "mine")
    folders["mine"].git("switch", "--quiet", "main")
    family.release("v1.2.0", {"files/b.txt": "b\n"})
    report = family.report("update")
    assert {result["outcome"] for result in report.values()} == {"created"}
    assert "stays: " in report["used"]["notes"][0]
    assert report["mine"]["notes"] == []
    for folder in folders.values():
        assert {BRANCH, "template/v1.2.0"} <= branches(folder).keys()


def test_a_remote_is_pushed_to_on_demand(family: Family) -> None:
    family.project("project")
    origin = family.bare("project")
    result = family.report("update")["project"]
    assert result["outcome"] == "unpushed"
    assert branches(origin).keys() == {"main"}
    result = family.report("update", "--push")["project"]
    assert result["outcome"] == "created"
    assert branches(origin)[BRANCH] == result["commit"]
    assert family.report("update", "--push")["project"]["outcome"] == "unchanged"
    assert family.report("undo")["project"]["outcome"] == "reverted"
    assert branches(origin).keys() == {"main"}
    origin.git("branch", BRANCH)
    assert family.report("update", "--push")["project"]["outcome"] == "blocked"


def test_a_clone_is_pushed_to_its_origin(family: Family) -> None:
    family.project("project")
    origin = family.bare("project")
    Folder(family.root).git("clone", "--quiet", str(origin.path), "clone")
    family.repos.clear()
    family.add("clone")
    assert family.report("update")["clone"]["outcome"] == "created"
    assert branches(origin).keys() == {"main"}
    result = family.report("update", "--push")["clone"]
    assert result["outcome"] == "unchanged"
    assert [p["location"] for p in result["published"]] == [
        str(family.root / "clone" / ".git"),
        str(origin.path),
    ]
    assert branches(origin)[BRANCH] == result["commit"]
    family.fleet("undo")
    assert branches(origin).keys() == {"main"}
    origin.git("branch", BRANCH)
    assert family.report("update", "--push")["clone"]["outcome"] == "blocked"
    result = family.report("update", "--push")["clone"]
    assert "made here, not pushed: there is a branch" in result["message"]
    assert branches(origin)[BRANCH] == branches(origin)["main"]
    family.project("alone")
    result = family.report("update", "--push", "--repos", "alone")["alone"]
    assert result["outcome"] == "blocked"
    assert result["message"] == (
        f"{BRANCH}: made here, not pushed: it has no remote called origin;"
        f" run: git -C {family.root / 'alone'} remote add origin URL"
    )


def test_a_push_that_fails_takes_nothing_from_what_is_made(family: Family) -> None:
    folder = family.project("project")
    folder.git("remote", "add", "origin", "../nowhere.git")
    result = family.report("update", "--push")["project"]
    assert (result["outcome"], result["exit_code"]) == ("failed", 2)
    assert result["message"].startswith(f"{BRANCH}: made here, not pushed: ")
    assert f"{family.root}/nowhere.git" in result["message"]
    assert [p["new"] for p in result["published"]] == [branches(folder)[BRANCH]]
    family.project("other")
    origin = family.bare("other")
    hook = origin.path / "hooks" / "update"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    result = family.report("update", "--push", "--repos", "other")["other"]
    assert (result["outcome"], result["exit_code"]) == ("failed", 2)
    assert result["message"].startswith(f"{BRANCH}: not pushed: ")
    assert result["published"] == []


def test_an_origin_may_be_relative_and_behind(family: Family) -> None:
    folder = family.project("project")
    origin = family.bare("project")
    family.add("project")
    folder.git("remote", "add", "origin", "../project.git")
    commit(folder, "mine")
    head = commit(folder, "mine, too")
    result = family.report("update", "--push")["project"]
    assert result["outcome"] == "created"
    assert result["notes"] == ["pushed along: 2 commits of HEAD"]
    assert [p["location"] for p in result["published"]] == [
        str(folder.path / ".git"),
        str(origin.path),
    ]
    assert origin.git("rev-parse", f"{BRANCH}^").strip() == head
    folder.git("push", "--quiet", "origin", "main")
    assert family.report("update", "--push")["project"]["notes"] == []


GH = """#!/bin/sh
printf '%s\\n' "$@" >> "$0.log"
if [ -e "$0.open" ]; then
    echo "a pull request already exists: https://example.org/pull/7" >&2
    exit 1
fi
touch "$0.open"
echo https://example.org/pull/7
"""


def test_pull_requests(
    family: Family, tmp_path_factory: pytest.TempPathFactory
) -> None:
    family.project("project")
    origin = family.bare("project")
    tools = tmp_path_factory.mktemp("bin")
    path = f"{tools}:/usr/bin:/bin"
    result = family.report("update", "--pr", PATH=path)["project"]
    assert (result["outcome"], result["exit_code"]) == ("blocked", 1)
    assert result["message"] == (
        f"{BRANCH}: pushed, but no gh on PATH: open the pull request of {BRANCH}"
        " yourself"
    )
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    for _ in range(2):
        result = family.report("update", "--pr", PATH=path)["project"]
        assert result["pull_request"] == "https://example.org/pull/7"
    _, _, said_last = (tools / "gh.log").read_text().rpartition("pr\ncreate\n")
    said = ["pr", "create", *said_last.split("\n")]
    assert said[:6] == [
        *("pr", "create", "--repo", f"{origin.path.parent.name}/project"),
        *("--head", BRANCH),
    ]
    assert "Update the template from v1.0.0 to v1.1.0" in said


def test_github_annotates_what_needs_a_person(family: Family) -> None:
    family.project("clash", {"a.txt": LINES.replace("line 9", "line nine")})
    family.project("fine")
    done = family.fleet("update", "--output-format", "github")
    assert done.code == 1
    assert done.out.startswith("::warning title=clash%3A conflict::")
    assert done.out.count("\n") == 1
    assert "fleet resolve clash" in done.out


def test_attributes_below_the_root_count(family: Family) -> None:
    family.release("v1.2.0", {"files/sub/log.txt": "first\n"})
    family.release("v1.3.0", {"files/sub/log.txt": "first\ntheirs\n"})
    union = family.project(
        "union",
        {"sub/.gitattributes": "log.txt merge=union\n", "sub/log.txt": "first\nours\n"},
        version="v1.2.0",
    )
    root = family.project(
        "root",
        {".gitattributes": "*.txt merge=union\n", "sub/log.txt": "first\nours\n"},
        version="v1.2.0",
    )
    family.project("none", {"sub/log.txt": "first\nours\n"}, version="v1.2.0")
    report = family.report("update")
    outcomes = {name: result["outcome"] for name, result in report.items()}
    assert outcomes == {"union": "created", "root": "created", "none": "conflict"}
    for folder in (union, root):
        merged = show(folder, "template/v1.3.0", "sub/log.txt")
        assert merged == b"first\nours\ntheirs\n"
    assert leftovers(family) == []


def test_the_journal_tells_every_run(family: Family) -> None:
    family.project("project")
    family.fleet("update")
    family.fleet("undo")
    text = (family.root / ".fleet" / "journal.jsonl").read_text()
    events = [json.loads(line)["event"] for line in text.splitlines() if line]
    assert events == ["begin", "publish", "end", "begin", "undo", "end"]
    assert ".fleet" not in Folder(family.root).git("init").strip().split()
    assert files(Folder(family.root / "project"), "main") == {ANSWERS, "a.txt"}


def test_shallow_clones_will_do(family: Family) -> None:
    for name in ("one", "two", "three"):
        origin = family.project(name)
        commit(origin, "go on")
        shallow = f"{name}-shallow"
        Folder(family.root).git(
            "clone", "--quiet", "--depth=1", f"file://{origin.path}", shallow
        )
        family.repos.pop(name)
        family.add(shallow)
    report = family.report("update", "--jobs", "3")
    assert {result["outcome"] for result in report.values()} == {"created"}, report
    folder = Folder(family.root / "one-shallow")
    assert BRANCH in branches(folder)
    folder.git("fsck", "--connectivity-only")


def test_a_partial_clone_may_lack_what_is_needed(family: Family) -> None:
    origin = family.project("project")
    origin.git("config", "uploadpack.allowFilter", "true")
    of = ("--filter=blob:none", f"file://{origin.path}", "partial")
    Folder(family.root).git("clone", "--quiet", "--no-checkout", *of)
    family.repos.clear()
    family.add("partial")
    result = family.report("update")["partial"]
    assert result["message"] == (
        f"git fetch: {family.root}/partial is a partial clone that lacks files of its"
        " branch: check the branch out there, or git fetch --refetch --no-filter"
    )
    folder = Folder(family.root / "partial")
    folder.git("checkout", "--quiet", "main")
    assert family.report("update")["partial"]["outcome"] == "created"
    folder.git("fsck", "--connectivity-only")


def test_no_command_waits_for_a_host_that_never_answers(family: Family) -> None:
    folder = family.project("project")
    with socket.create_server(("127.0.0.1", 0)) as host:
        slow = f"https://127.0.0.1:{host.getsockname()[1]}/x.git"
        family.add("slow", slow)
        report = family.report("update", "--timeout", "2", "--repos", "slow")
        assert report["slow"]["message"] == "git fetch: no answer in 2 s"
        (family.root / "fleet.toml").write_text(f'[template]\nurl = "{slow}"\n')
        new = ("fleet", "new", "ft-x", "--timeout", "2")
        done = Folder(family.root).command(*new)
        assert (done.code, "no answer in 2 s" in done.err) == (2, True)
        folder.git("remote", "add", "origin", str(family.root / "origin.git"))
        Folder(family.root).git("clone", "--quiet", "--bare", "project", "origin.git")
        family.repos.pop("slow")
        family.report("update", "--push")
        journal = family.root / ".fleet" / "journal.jsonl"
        there = json.dumps(str(family.root / "origin.git"))
        journal.write_text(journal.read_text().replace(there, json.dumps(slow)))
        undone = family.report("undo", "--timeout", "2")["project"]
        assert undone["outcome"] == "blocked"
        assert "git ls-remote: no answer in 2 s" in undone["message"]
