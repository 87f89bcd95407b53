"""`fleet status` over real repositories."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Folder

from fleet.family import ANSWERS, FILES, Fleet, Template


@pytest.fixture(scope="session")
def project_made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make the template at v1.0.0, and a project from it."""
    base = tmp_path_factory.mktemp("made")
    template = Template(base / "template")
    template.path.mkdir()
    template.git("init", "-q", "-b", "main")
    template.write(FILES)
    (template.path / "files/tool.sh").chmod(0o755)
    template.release("v1.0.0", {})
    project = Folder(base / "project")
    command = [sys.executable, "-m", "copier", "copy", "--defaults", "--quiet"]
    subprocess.run(
        [*command, "--data", "project_name=one", template.url, str(project.path)],
        env=project.environment(COPIER_CACHE_DIR=str(base / "cache")),
        check=True,
        capture_output=True,
    )
    project.git("init", "-q", "-b", "main")
    project.git("add", "--all")
    project.git("commit", "-qm", "from the template")
    return template.path, project.path


@pytest.fixture
def fleet(
    project_made_once: tuple[Path, Path], folder: Folder, tmp_path: Path
) -> Fleet:
    """Give a fleet of no repository yet, with a template of its own."""
    template, project = project_made_once
    own = Template(Path(shutil.copytree(template, tmp_path / "template")))
    theirs = Folder(Path(shutil.copytree(project, tmp_path / "project")))
    answers = theirs.read(ANSWERS).replace(Template(template).url, own.url)
    theirs.write({ANSWERS: answers})
    theirs.git("commit", "-qam", "another place for the template")
    return Fleet(folder=folder, template=own, project=theirs.path)


ONE = 'name = "one"\npath = "one"\nlayer = "project"'


def readme(fleet: Fleet) -> str:
    return (fleet.project / "README.md").read_text("utf-8")


def test_current(fleet: Fleet) -> None:
    fleet.clone("one", {"src/own.py": "import os\n"})
    fleet.declare(ONE)
    code, (one,) = fleet.status()
    assert code == 0
    assert one["state"] == "current"
    assert one["version"] == "v1.0.0"
    assert one["drift"] == one["findings"] == one["imports"] == one["uncapped"] == []


def test_text(fleet: Fleet) -> None:
    fleet.clone("one")
    fleet.declare(ONE)
    done = fleet.run("status")
    assert (done.code, done.err) == (0, "")
    heading, row, empty, summary = done.out.splitlines()
    assert heading.split()[:3] == ["repository", "version", "template"]
    assert row.split()[:3] == ["one", "v1.0.0", "current"]
    assert empty == ""
    assert summary == "1 repository, template v1.0.0: 1 current."
    assert "\x1b[32mcurrent" in fleet.run("status", "--color", "always").out


def test_an_empty_fleet(fleet: Fleet) -> None:
    fleet.declare()
    assert fleet.status() == (0, [])
    assert fleet.run("status").code == 0


def test_drift(fleet: Fleet) -> None:
    one = fleet.clone(
        "one",
        {
            "README.md": readme(fleet).replace("Two.\n", "Three.\nFour.\n"),
            "logo.bin": b"\x00\xff",
            "settings.cfg": None,
            # None of these is the template's:
            "data/table.csv": "x\n",
            "src/own.py": "",
            ANSWERS: (fleet.project / ANSWERS).read_text("utf-8") + "own: 1\n",
        },
    )
    one.git("update-index", "--chmod=-x", "tool.sh")
    one.git("commit", "-qm", "mode")
    fleet.declare(ONE)
    code, (found,) = fleet.status()
    assert code == 1
    assert found["state"] == "drifted"
    assert found["drift"] == [
        {"path": "README.md", "kind": "changed", "added": 2, "removed": 1},
        {"path": "logo.bin", "kind": "changed", "added": 0, "removed": 0},
        {"path": "settings.cfg", "kind": "deleted", "added": 0, "removed": 0},
        {"path": "tool.sh", "kind": "mode", "added": 0, "removed": 0},
    ]


def test_behind_is_told_before_drift(fleet: Fleet) -> None:
    fleet.clone("one", {"settings.cfg": "a = 2\n"})
    fleet.template.release("v1.1.0", {"files/new.txt": "new\n"})
    fleet.template.release("v1.2.0rc1", {"files/new.txt": "newer\n"})
    fleet.declare(ONE)
    code, (one,) = fleet.status()
    assert (code, one["state"], one["version"]) == (1, "behind", "v1.0.0")
    assert [drift["path"] for drift in one["drift"]] == ["settings.cfg"]
    assert "template v1.1.0: 1 behind." in fleet.run("status").out


@pytest.mark.parametrize("where", ["fleet", "repository"])
def test_a_pinned_version_is_what_counts(where: str, fleet: Fleet) -> None:
    fleet.clone("one")
    fleet.template.release("v1.1.0", {"files/new.txt": "new\n"})
    pin = 'version = "v1.0.0"'
    if where == "fleet":
        fleet.declare(ONE, head=pin)
    else:
        fleet.declare(f"{ONE}\n{pin}")
    code, (one,) = fleet.status()
    assert (code, one["state"]) == (0, "current")


def test_ahead_of_the_pinned_version_is_not_behind(fleet: Fleet) -> None:
    fleet.template.release("v0.9.0", {"files/new.txt": "new\n"})
    fleet.clone("one")
    fleet.declare(f'{ONE}\nversion = "v0.9.0"')
    assert fleet.status()[1][0]["state"] == "current"


def test_a_hold_is_shown_and_does_not_count(fleet: Fleet) -> None:
    fleet.clone("one")
    fleet.template.release("v1.1.0", {"files/new.txt": "new\n"})
    fleet.declare(f'{ONE}\nhold = "until the paper is out"')
    done = fleet.run("status")
    assert done.code == 0
    assert "behind (held)" in done.out
    assert "one: held: until the paper is out\n" in done.out


def without(text: str, key: str) -> str:
    return "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(key)
    )


@pytest.mark.parametrize("left", ["", "project_name: one\n", "_commit:\n"])
def test_unlinked(left: str, fleet: Fleet) -> None:
    fleet.clone("one", {ANSWERS: left or None})
    fleet.declare(ONE)
    code, (one,) = fleet.status()
    assert (code, one["state"], one["error"]) == (1, "unlinked", "")


def test_broken_ones_do_not_stop_the_others(fleet: Fleet) -> None:
    answers = (fleet.project / ANSWERS).read_text("utf-8")
    source = f"_src_path: {fleet.template.url}"
    broken: dict[str, tuple[str | None, str]] = {
        "other": (
            answers.replace(source, "_src_path: https://example.org/other"),
            f"{ANSWERS} says that its template is https://example.org/other",
        ),
        "unknown": (
            answers.replace("v1.0.0", "v9.9.9"),
            f"{ANSWERS} is at v9.9.9: the template has none such",
        ),
        "option": (
            answers.replace("v1.0.0", "--upload-pack=x"),
            f"{ANSWERS} is at --upload-pack=x: the template has none such",
        ),
        "nonsense": ("a: [", f"{ANSWERS}:2: "),
    }
    for name, (text, _) in broken.items():
        fleet.clone(name, {ANSWERS: text, "m.py": "import dr_ingest\n"})
    fleet.clone("one")
    fleet.clone("pinned")
    fleet.folder.git("init", "-q", "empty")
    names = [*broken, "gone", "empty", "one"]
    tables = [f'name = "{name}"\npath = "{name}"' for name in names]
    fleet.declare(*tables, 'name = "pinned"\npath = "pinned"\nversion = "v7"')
    code, statuses = fleet.status()
    found = {each["name"]: each for each in statuses}
    assert code == 2
    assert list(found) == [*names, "pinned"]
    assert found.pop("one")["state"] == "current"
    assert {each["state"] for each in found.values()} == {"broken"}
    for name, (_, error) in broken.items():
        assert found[name]["error"].startswith(error)
        # What could be told was.
        assert [edge["package"] for edge in found[name]["imports"]] == ["dr_ingest"]
    assert "does not appear to be a git repository" in found["gone"]["error"]
    assert found["empty"]["error"]
    assert "has no version v7" in found["pinned"]["error"]


def test_without_its_template_nothing_can_be_told(fleet: Fleet) -> None:
    fleet.clone("one")
    fleet.declare(ONE)
    shutil.rmtree(fleet.template.path)
    done = fleet.run("status")
    assert done.code == 2
    assert done.err.startswith(f"error: the template {fleet.template.url} cannot be")
    assert "\nhint: " in done.err


def test_imports_and_requirements(fleet: Fleet) -> None:
    fleet.clone(
        "one",
        {
            "src/one/m.py": "import two\nfrom dr_ingest.utils import nothing\n",
            "pyproject.toml": '[project]\nname = "one"\ndependencies = ["two>=1"]\n',
        },
    )
    fleet.clone("two")
    fleet.declare(ONE, 'name = "two"\npath = "two"\nlayer = "application"')
    _, (one, two) = fleet.status()
    assert one["imports"] == [
        {
            "package": "dr_ingest",
            "violation": "dr_ingest is retired: nothing may import it",
            "places": [{"path": "src/one/m.py", "line": 2}],
        },
        {
            "package": "two",
            "violation": "two is an application: nothing may import it",
            "places": [{"path": "src/one/m.py", "line": 1}],
        },
    ]
    (finding,) = one["findings"]
    assert (finding["path"], finding["code"]) == ("src/one/m.py", "unknown-name")
    assert one["uncapped"] == ["two>=1"]
    assert two["imports"] == []


def test_links_and_submodules_are_not_read(fleet: Fleet, tmp_path: Path) -> None:
    one = fleet.clone("one")
    (tmp_path / "outside.py").write_text("import dr_ingest\n")
    (one.path / "link.py").symlink_to(tmp_path / "outside.py")
    (one.path / "dr_ingest.py").symlink_to("nowhere")
    one.git("add", "--all")
    commit = one.git("rev-parse", "HEAD").strip()
    one.git("update-index", "--add", "--cacheinfo", f"160000,{commit},sub.py")
    one.git("commit", "-qm", "links")
    fleet.declare(ONE)
    _, (found,) = fleet.status()
    assert (found["state"], found["imports"]) == ("current", [])


def test_the_day_of_the_last_update(fleet: Fleet) -> None:
    one = fleet.clone("one")
    with (one.path / ANSWERS).open("a") as file:
        file.write("own: 1\n")
    one.git("commit", "-qam", "answers", "--date=2020-02-03T00:00:00Z")
    one.write({"a.txt": ""})
    one.git("add", "--all")
    one.git("commit", "-qm", "later")
    day = one.git("log", "-1", "--format=%cs", "HEAD^").strip()
    fleet.declare(ONE)
    assert fleet.status()[1][0]["updated"] == day


def test_only_what_is_committed_counts(fleet: Fleet) -> None:
    one = fleet.clone("one")
    one.write({"README.md": "edited", "m.py": "import dr_ingest\n"})
    one.git("add", "m.py")
    before = one.git("status", "--porcelain=v2", "--branch"), one.tree()
    fleet.declare(ONE)
    _, (found,) = fleet.status()
    assert (found["state"], found["imports"]) == ("current", [])
    assert (one.git("status", "--porcelain=v2", "--branch"), one.tree()) == before
    assert sorted(path.name for path in fleet.folder.path.iterdir()) == [
        ".fleet", "fleet.toml", "one"
    ]  # fmt: skip


def test_bare_repositories_and_urls(fleet: Fleet) -> None:
    fleet.folder.git("clone", "-q", "--bare", str(fleet.project), "bare.git")
    url = fleet.project.as_uri()
    fleet.declare('name = "one"\npath = "bare.git"', f'name = "two"\nurl = "{url}"')
    code, statuses = fleet.status()
    assert code == 0
    assert [each["state"] for each in statuses] == ["current", "current"]


def test_a_repository_runs_nothing(fleet: Fleet) -> None:
    """Every way in which a foreign `.git` is code, with a marker to be made."""
    one = fleet.clone("one", {".gitattributes": "* filter=x diff=x\n"})
    marker = fleet.folder.path.parent / "marker"
    script = fleet.folder.path.parent / "script"
    script.write_text(f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    script.chmod(0o755)
    for key in (
        *("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor"),
        *("filter.x.clean", "filter.x.smudge", "diff.x.textconv", "diff.external"),
        *("uploadpack.packObjectsHook", "core.alternateRefsCommand", "gpg.program"),
        *("core.askPass", "credential.helper", "log.showSignature"),
    ):
        value = "true" if key == "log.showSignature" else str(script)
        one.git("config", key, value)
    hooks = one.path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc"):
        shutil.copy(script, hooks / hook)
    fleet.declare(ONE)
    _, (found,) = fleet.status()
    assert found["error"] == ""
    assert not marker.exists()
    one.git("status")
    assert marker.exists()  # so it would have been


def test_some_of_them(fleet: Fleet) -> None:
    for name in ("one", "two", "three"):
        fleet.clone(name)
    fleet.declare(*(f'name = "{n}"\npath = "{n}"' for n in ("one", "two", "three")))
    _, statuses = fleet.status("--repos", "three", "--repos", "one")
    assert [each["name"] for each in statuses] == ["one", "three"]
    done = fleet.run("status", "--repos", "four")
    assert done.code == 2
    assert "has no repository four" in done.err
    assert "hint: there are: one, two, three" in done.err


def test_any_number_of_jobs_tells_the_same(fleet: Fleet) -> None:
    names = [f"r{number}" for number in range(6)]
    for number, name in enumerate(names):
        fleet.clone(name, {"settings.cfg": f"b = {number}\n"})
    fleet.declare(*(f'name = "{name}"\npath = "{name}"' for name in names))
    one, many = (fleet.run("status", "-j", jobs) for jobs in ("1", "4"))
    assert one.code == many.code == 1
    assert one.out == many.out


def test_github(fleet: Fleet) -> None:
    fleet.clone("one", {"settings.cfg": "a = 2\n"})
    fleet.declare(ONE)
    done = fleet.run("status", "--output-format", "github")
    assert done.out == (
        "::error title=one::drifted: files of the template were changed: settings.cfg\n"
    )


def test_a_page_beside_it(fleet: Fleet) -> None:
    fleet.clone("one", {"settings.cfg": "a = 2\n"})
    fleet.declare(ONE)
    done = fleet.run("status", "--html", "report.html")
    assert (done.code, done.err) == (1, "")
    assert "drifted" in done.out
    page = fleet.folder.read("report.html")
    assert page.startswith("<!doctype html>")
    assert "settings.cfg" in page
    done = fleet.run("status", "--html", "no/report.html")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: no/report.html: No such file or directory\n")


def test_a_new_commit_is_seen(fleet: Fleet) -> None:
    one = fleet.clone("one")
    fleet.declare(ONE)
    assert fleet.status()[0] == 0
    Folder(one.path).write({"settings.cfg": "a = 2\n"})
    one.git("commit", "-qam", "edit")
    assert fleet.status()[1][0]["state"] == "drifted"
    one.git("reset", "-q", "--hard", "HEAD^")
    assert fleet.status()[1][0]["state"] == "current"
