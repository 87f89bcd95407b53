"""`fleet status` over real repositories."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.family import ANSWERS, Family, commit
from tests.support.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

QUESTIONS = """\
_subdirectory: files
_skip_if_exists: ["data/*"]
_owned: ["*"]
name: {type: str, default: x}
"""
FILES: dict[str, str | bytes] = {
    "copier.yml": QUESTIONS,
    "files/README.md.jinja": "# {{ name }}\n\nOne.\nTwo.\n",
    "files/tool.sh": "#!/bin/sh\n",
    "files/logo.bin": b"\x00\x01\x02\xff",
    "files/settings.cfg": "a = 1\n",
    "files/data/table.csv": "a,b\n",
}
NEW = {"files/new.txt": "new\n"}


@pytest.fixture
def fleet(family: Family) -> Family:
    """Return a family of no project yet; its template has one version."""
    family.make_template(FILES)
    (family.template.path / "files/tool.sh").chmod(0o755)
    commit(family.template)
    family.template.git("tag", "--force", "v1.0.0")
    return family


def one_of(fleet: Family, *arguments: str) -> dict[str, Any]:
    """Return how the only repository stands."""
    (found,) = fleet.report("status", *arguments).values()
    return found


def test_current(fleet: Family) -> None:
    fleet.project("one", {"src/own.py": "import os\n"}, layer="project")
    one = one_of(fleet)
    assert one["state"] == "current"
    assert one["version"] == "v1.0.0"
    assert one["drift"] == one["findings"] == one["imports"] == one["uncapped"] == []


def test_text(fleet: Family) -> None:
    fleet.project("one")
    done = fleet.fleet("status")
    assert (done.code, done.err) == (0, "")
    heading, row, empty, summary = done.out.splitlines()
    assert heading.split()[:3] == ["repository", "version", "template"]
    assert row.split()[:3] == ["one", "v1.0.0", "current"]
    assert empty == ""
    assert summary == "1 repository, template v1.0.0: 1 current."
    assert "\x1b[32mcurrent" in fleet.fleet("status", "--color", "always").out


def test_github(fleet: Family) -> None:
    fleet.project("one", {"settings.cfg": "a = 2\n"})
    done = fleet.fleet("status", "--output-format", "github")
    what = "drifted: files of the template were changed: settings.cfg"
    assert (done.code, done.out) == (1, f"::error title=one::{what}\n")


def test_a_page_beside_it(fleet: Family) -> None:
    fleet.project("one", {"settings.cfg": "a = 2\n"})
    done = fleet.fleet("status", "--html", "report.html")
    assert (done.code, done.err) == (1, "")
    assert "drifted" in done.out
    page = (fleet.root / "report.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "settings.cfg" in page
    done = fleet.fleet("status", "--html", "no/report.html")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: no/report.html: No such file or directory\n")


def test_an_empty_fleet(fleet: Family) -> None:
    assert fleet.report("status") == {}
    assert fleet.fleet("status").code == 0


# --- the template


def test_drift(fleet: Family) -> None:
    one = fleet.project(
        "one",
        {
            "README.md": "# x\n\nOne.\nThree.\nFour.\n",
            "logo.bin": b"\x00\xff",
            "settings.cfg": None,
            # None of these is the template's:
            "data/table.csv": "x\n",
            "src/own.py": "",
        },
    )
    (one.path / "tool.sh").chmod(0o644)
    with (one.path / ANSWERS).open("a") as file:
        file.write("own: 1\n")
    commit(one)
    found = one_of(fleet)
    assert found["state"] == "drifted"
    assert all(drift.pop("owned") for drift in found["drift"])
    assert found["drift"] == [
        {"path": "README.md", "kind": "changed", "added": 2, "removed": 1},
        {"path": "logo.bin", "kind": "changed", "added": 0, "removed": 0},
        {"path": "settings.cfg", "kind": "deleted", "added": 0, "removed": 0},
        {"path": "tool.sh", "kind": "mode", "added": 0, "removed": 0},
    ]
    assert fleet.fleet("status").code == 1


def test_behind_is_told_before_drift(fleet: Family) -> None:
    fleet.project("one", {"settings.cfg": "a = 2\n"})
    fleet.release("v1.1.0", NEW)
    fleet.release("v1.2.0rc1", {"files/new.txt": "newer\n"})
    one = one_of(fleet)
    assert (one["state"], one["version"]) == ("behind", "v1.0.0")
    assert [drift["path"] for drift in one["drift"]] == ["settings.cfg"]
    done = fleet.fleet("status")
    assert done.code == 1
    assert "template v1.1.0: 1 behind." in done.out


def test_a_version_that_a_repository_stays_at(fleet: Family) -> None:
    fleet.project("one", version="v1.0.0")
    fleet.add("one", version="v1.0.0")
    fleet.release("v1.1.0", NEW)
    assert one_of(fleet)["state"] == "current"


def test_a_version_that_all_stay_at(fleet: Family) -> None:
    fleet.project("one")
    fleet.release("v1.1.0", NEW)
    fleet.write()
    text = (fleet.root / "fleet.toml").read_text("utf-8")
    pinned = text.replace("[template]", '[template]\nversion = "v1.0.0"')
    (fleet.root / "pinned.toml").write_text(pinned, "utf-8")
    assert one_of(fleet, "--file", "pinned.toml")["state"] == "current"
    assert one_of(fleet)["state"] == "behind"


def test_ahead_of_what_is_wanted_is_not_behind(fleet: Family) -> None:
    fleet.release("v1.1.0", NEW)
    fleet.project("one", version="v1.1.0")
    fleet.add("one", version="v1.0.0")
    assert one_of(fleet)["state"] == "current"


def test_a_hold_is_shown_and_does_not_count(fleet: Family) -> None:
    fleet.project("one", hold="until the paper is out")
    fleet.release("v1.1.0", NEW)
    done = fleet.fleet("status")
    assert done.code == 0
    assert "behind (held)" in done.out
    assert "one: held: until the paper is out\n" in done.out


@pytest.mark.parametrize("left", [None, "name: x\n", "_commit:\n"])
def test_unlinked(left: str | None, fleet: Family) -> None:
    fleet.project("one", {ANSWERS: left})
    one = one_of(fleet)
    assert (one["state"], one["error"]) == ("unlinked", "")
    assert fleet.fleet("status").code == 1


def test_broken_ones_do_not_stop_the_others(fleet: Family) -> None:
    source = f"_src_path: {fleet.url}"
    answers = f"_commit: v1.0.0\n{source}\nname: x\n"
    broken = {
        "other": (
            answers.replace(source, "_src_path: https://example.org/other"),
            f"{ANSWERS} says that its template is https://example.org/other",
        ),
        "unknown": (
            answers.replace("v1.0.0", "v9.9.9"),
            f"{ANSWERS} says it is at 'v9.9.9': the template has no such version",
        ),
        "option": (
            answers.replace("v1.0.0", "--upload-pack=x"),
            f"{ANSWERS} says it is at '--upload-pack=x': the template has no such",
        ),
        "nonsense": ("a: [", f"{ANSWERS}:"),
    }
    for name, (text, _) in broken.items():
        fleet.project(name, {ANSWERS: text, "m.py": "import dr_ingest\n"})
    fleet.project("one")
    fleet.project("pinned")
    fleet.add("pinned", version="v7")
    fleet.add("gone")
    fleet.add("empty")
    Folder(fleet.root).git("init", "-q", "empty")
    found = fleet.report("status")
    assert fleet.fleet("status").code == 2
    assert list(found) == [*broken, "one", "pinned", "gone", "empty"]
    assert found.pop("one")["state"] == "current"
    assert {each["state"] for each in found.values()} == {"broken"}
    for name, (_, error) in broken.items():
        assert found[name]["error"].startswith(error)
        # What could be told was.
        assert [edge["package"] for edge in found[name]["imports"]] == ["dr_ingest"]
    assert str(fleet.root / "gone") in found["gone"]["error"]
    assert found["empty"]["error"]
    assert "has no version v7" in found["pinned"]["error"]


def test_without_its_template_nothing_can_be_told(fleet: Family) -> None:
    fleet.project("one")
    shutil.rmtree(fleet.template.path)
    done = fleet.fleet("status")
    assert done.code == 2
    assert done.err.startswith(f"error: the template {fleet.url} cannot be fetched: ")
    assert "\nhint: " in done.err


def test_out_of_reach_a_template_is_as_it_was_last_fetched(fleet: Family) -> None:
    fleet.project("one")
    assert fleet.fleet("status").code == 0
    fleet.template.path.rename(fleet.root / "away")
    done = fleet.fleet("status")
    assert (done.code, done.out.count(" current ")) == (0, 1), done.err
    assert f"note: the template {fleet.url} cannot be fetched: " in done.err
    # Of what changes a repository, it would be a promise.
    assert fleet.fleet("update").code == 2


def test_the_day_of_the_last_update(fleet: Family) -> None:
    one = fleet.project("one")
    with (one.path / ANSWERS).open("a") as file:
        file.write("own: 1\n")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    script = "import subprocess, sys; subprocess.run(sys.argv[1:], check=True)"
    command = ("git", *who, "commit", "-qam", "x")
    done = one.python(script, *command, GIT_COMMITTER_DATE="2020-02-03T00:00:00Z")
    assert done.code == 0
    one.write({"a.txt": ""})
    commit(one)
    assert one_of(fleet)["updated"] == "2020-02-03"


# --- imports and requirements


def test_imports_and_requirements(fleet: Family) -> None:
    fleet.project(
        "one",
        {
            "src/one/m.py": "import two\nfrom dr_ingest.utils import nothing\n",
            "pyproject.toml": '[project]\nname = "one"\ndependencies = ["two>=1"]\n',
        },
        layer="project",
    )
    fleet.project("two", layer="application")
    found = fleet.report("status")
    one = found["one"]
    assert one["imports"] == [
        {
            "package": "dr_ingest",
            "violation": "dr_ingest is retired: nothing may import it",
            "places": [{"path": "src/one/m.py", "line": 2}],
            "required": [],
        },
        {
            "package": "two",
            "violation": "two is an application: nothing may import it",
            "places": [{"path": "src/one/m.py", "line": 1}],
            "required": [{"path": "pyproject.toml", "line": 3}],
        },
    ]
    (finding,) = one["findings"]
    assert (finding["path"], finding["code"]) == ("src/one/m.py", "unknown-name")
    assert one["uncapped"] == ["two>=1"]
    assert found["two"]["imports"] == []


def test_what_status_finds_left_is_what_migrate_does(fleet: Family) -> None:
    one = fleet.project(
        "one",
        {
            "a.py": "from dr_ingest.utils import group_col_by_prefix\n",
            "old/b.py": "from dr_ingest.utils import group_col_by_prefix\n",
            "pyproject.toml": '[tool.codemod]\nexclude = ["old/"]\n',
        },
    )
    before = [each["path"] for each in one_of(fleet)["findings"]]
    assert set(before) == {"a.py"}
    fleet.fleet("migrate")
    one.git("merge", "--quiet", "migrate/imports")
    assert one_of(fleet)["findings"] == []


def test_links_and_submodules_are_not_read(fleet: Family, tmp_path: Path) -> None:
    one = fleet.project("one")
    (tmp_path / "outside.py").write_text("import dr_ingest\n")
    (one.path / "link.py").symlink_to(tmp_path / "outside.py")
    (one.path / "dr_ingest.py").symlink_to("nowhere")
    head = commit(one)
    one.git("update-index", "--add", "--cacheinfo", f"160000,{head},sub.py")
    one.git("commit", "-qm", "a submodule")
    found = one_of(fleet)
    assert (found["state"], found["imports"]) == ("current", [])


# --- the repositories


def test_only_what_is_committed_counts(fleet: Family) -> None:
    one = fleet.project("one")
    one.write({"README.md": "edited", "m.py": "import dr_ingest\n"})
    one.git("add", "m.py")
    before = one.git("status", "--porcelain=v2", "--branch"), one.tree()
    found = one_of(fleet)
    assert (found["state"], found["imports"]) == ("current", [])
    assert (one.git("status", "--porcelain=v2", "--branch"), one.tree()) == before
    assert sorted(path.name for path in fleet.root.iterdir()) == [
        ".fleet", "fleet.toml", "one", "template.git"
    ]  # fmt: skip


def test_a_new_commit_is_seen(fleet: Family) -> None:
    one = fleet.project("one")
    assert one_of(fleet)["state"] == "current"
    one.write({"settings.cfg": "a = 2\n"})
    commit(one)
    assert one_of(fleet)["state"] == "drifted"
    one.git("reset", "-q", "--hard", "HEAD^")
    assert one_of(fleet)["state"] == "current"


def test_bare_repositories_and_urls(fleet: Family) -> None:
    fleet.project("one")
    fleet.bare("one")
    fleet.project("two")
    Folder(fleet.root).git("clone", "-q", "--bare", "two", "bare-two")
    fleet.repos["two"] = '[[repository]]\nname = "two"\npath = "bare-two"\n'
    found = fleet.report("status")
    assert [each["state"] for each in found.values()] == ["current", "current"]


def test_a_repository_runs_nothing(fleet: Family, tmp_path: Path) -> None:
    """Every way in which a foreign `.git` is code, with a marker to be made."""
    one = fleet.project("one", {".gitattributes": "* filter=x diff=x\n"})
    marker, script = tmp_path / "marker", tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    script.chmod(0o755)
    for key in (
        *("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor"),
        *("filter.x.clean", "filter.x.smudge", "diff.x.textconv", "diff.external"),
        *("uploadpack.packObjectsHook", "core.alternateRefsCommand", "gpg.program"),
        *("core.askPass", "credential.helper"),
    ):
        one.git("config", key, str(script))
    hooks = one.path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc"):
        shutil.copy(script, hooks / hook)
    found = one_of(fleet)
    assert found["error"] == ""
    assert not marker.exists()
    one.git("status")
    assert marker.exists()  # so it would have been


def test_some_of_them(fleet: Family) -> None:
    for name in ("one", "two", "three"):
        fleet.project(name)
    found = fleet.report("status", "--repos", "three", "--repos", "one")
    assert list(found) == ["one", "three"]
    done = fleet.fleet("status", "--repos", "four")
    assert done.code == 2
    assert "has no repository four" in done.err
    assert "hint: there are: one, two, three" in done.err
    done = fleet.fleet("status", "--repos", "one,two")
    each = "hint: name each by a --repos of its own; there are: one, two, three"
    assert (done.code, each in done.err) == (2, True)


def test_any_number_of_jobs_tells_the_same(fleet: Family) -> None:
    for number in range(6):
        fleet.project(f"r{number}", {"settings.cfg": f"b = {number}\n"})
    command = ("status", "--output-format", "json", "-j")
    one, many = (fleet.fleet(*command, jobs) for jobs in ("1", "4"))
    assert one.code == many.code == 1
    assert one.out == many.out
