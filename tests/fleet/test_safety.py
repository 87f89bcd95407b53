"""Nothing of a repository or a template is ever run, and nothing leaves its place.

Every way in has a harmless program that leaves a mark: none may.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.disk import can_mount, small_disk
from tests.support.family import ANSWERS, Family, branches, change, commit
from tests.support.folder import Folder
from tests.support.trap import Trap

if TYPE_CHECKING:
    from pathlib import Path


EDIT = "one\ntwo\nthree\nfour\nfive\n"


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    """Return a trap."""
    return Trap(tmp_path)


def test_a_full_disk_leaves_nothing(family: Family) -> None:
    if not can_mount():
        pytest.skip("only who may mount has a small disk")
    noise = base64.b64encode(os.urandom(3 << 20)).decode()
    family.make_template({"files/a.txt": EDIT}, {"files/large.txt": noise})
    here = family.project("here").path
    family.project("other")
    with small_disk(family.root / ".fleet"):
        done = family.fleet("update")
        assert (done.code, "the disk is full" in done.err) == (2, True)
    with small_disk(here):
        before = sorted(here.rglob("*"))
        report = family.report("update")
        assert report["here"]["exit_code"] == 2
        assert report["other"]["outcome"] == "created"
        assert sorted(here.rglob("*")) == before


def test_no_password_of_an_origin_is_kept(family: Family) -> None:
    family.make_template({"files/a.txt": EDIT}, {"files/a.txt": EDIT + "more\n"})
    folder = family.project("project")
    origin = family.bare("project")
    address = "https://me:hidden@example.org/project.git"
    family.add("project")
    folder.git("remote", "add", "origin", address)
    user = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{origin.path}.insteadOf",
        "GIT_CONFIG_VALUE_0": address,
    }
    done = family.fleet("update", "--push", "--output-format", "json", **user)
    assert (done.code, "template/v1.1.0" in branches(origin)) == (0, True)
    kept = (each for each in (family.root / ".fleet").rglob("*") if each.is_file())
    written = b"".join(each.read_bytes() for each in kept)
    assert b"hidden" not in written + done.raw + done.err.encode()
    assert family.fleet("undo", **user).code == 0
    assert "template/v1.1.0" not in branches(origin)


def test_nothing_of_a_repository_is_run(family: Family, trap: Trap) -> None:
    attributes = "* filter=trap diff=trap merge=trap\n"
    family.make_template(
        {"files/edit.txt": EDIT, "files/same.txt": EDIT},
        {"files/edit.txt": EDIT.replace("five", "FIVE")},
    )
    ours = {
        ".gitattributes": attributes,
        ".pre-commit-config.yaml": "repos: []\n",
        "old.py": "from hf_utils.branches import is_checkpoint_branch\n",
    }
    repos = [
        family.project("clean", {**ours, "edit.txt": EDIT.replace("one", "ONE")}),
        family.project("clash", {**ours, "edit.txt": EDIT.replace("five", "5")}),
        family.project("alone", {**ours, ANSWERS: None}),
    ]
    for repo in repos:
        trap.set_in(repo)
    outcomes = {name: r["outcome"] for name, r in family.report("update").items()}
    # A filter of the repository's is not run, and what it should make is not guessed.
    assert outcomes == {"clean": "blocked", "clash": "conflict", "alone": "blocked"}
    assert family.report("migrate")["clean"]["outcome"] == "created"
    for command in (
        ("diff", "clean"),
        ("diff", "clash"),
        ("resolve", "clash"),
        ("resolve", "clash", "--abort"),
        ("adopt", "alone"),
        ("update", "--push"),
        ("undo",),
    ):
        family.fleet(*command)
    assert trap.sprung() == ""


#: What an answers file may say of the template; none of it leads anywhere.
ELSEWHERE = [
    "_src_path: '--upload-pack=TRAP;.git'\n_commit: v1.0.0\n",
    "_src_path: 'ext::TRAP'\n_commit: v1.0.0\n",
    "_src_path: URL\n_commit: '--upload-pack=TRAP'\n",
    "_src_path: URL\n_commit: '-v1.0.0'\n",
    "_src_path: URL\n_commit: 'HEAD'\n",
    "_src_path: URL/../template.git\n_commit: v1.0.0\n",
    "_src_path: URL\n_commit: 'v1.0.0;TRAP'\n",
    "_src_path: URL\n_commit: [v1.0.0]\n",
]
#: What may stand in its place -> what is said of it.
SUSPECT = {
    b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n": "aliases",
    b"a: [\n": ANSWERS,
    b"just text\n": "not a mapping",
    b"a: " + b"x" * 100_000 + b"\n": "larger",
    b"a: \xff\n": ANSWERS,
    b"a: !!python/object/apply:os.system [true]\n": ANSWERS,
}


def test_answers_are_read_with_suspicion(family: Family, trap: Trap) -> None:
    family.make_template({"files/edit.txt": EDIT}, {"files/edit.txt": "x\n"})
    project = family.project("good")
    said: dict[str, tuple[bytes, str, str]] = {}
    for number, text in enumerate(ELSEWHERE):
        filled = text.replace("TRAP", str(trap.program)).replace("URL", family.url)
        said[f"elsewhere-{number}"] = (filled.encode(), "blocked", "")
    for number, (data, words) in enumerate(SUSPECT.items()):
        said[f"suspect-{number}"] = (data, "failed", words)
    for name, (data, _, _) in said.items():
        folder = Folder(family.root / name)
        shutil.copytree(project.path, folder.path)
        change(folder, {ANSWERS: data})
        commit(folder)
        family.add(name)
    report = family.report("update")
    assert report.pop("good")["outcome"] == "created"
    for name, result in report.items():
        _, outcome, words = said[name]
        assert result["outcome"] == outcome, result
        assert words in result["message"]
    assert trap.sprung() == ""


def test_one_bad_repository_stops_no_other(family: Family) -> None:
    family.make_template({"files/edit.txt": EDIT}, {"files/edit.txt": "x\n"})
    family.project("good")
    Folder(family.root).git("init", "--quiet", "empty")
    family.add("empty")
    family.add("missing")
    (family.root / "plain").mkdir()
    family.add("plain")
    family.project("broken", {ANSWERS: "a: [\n"})
    family.project("held", hold="until the paper is out")
    report = family.report("update")
    assert {
        name: report[name]["message"] for name in ("empty", "missing", "plain")
    } == {
        "empty": "it has no commit yet: make a first one there",
        "missing": f"{family.root}/missing is not there: clone it, or correct its path",
        "plain": f"{family.root}/plain is no git repository",
    }
    assert {name: result["outcome"] for name, result in report.items()} == {
        "good": "created",
        "empty": "failed",
        "missing": "failed",
        "plain": "failed",
        "broken": "failed",
        "held": "held",
    }


#: All that was ever seen to change what git, or Copier, makes of an update.
SETTINGS = """
[apply]
    whitespace = error
[status]
    showUntrackedFiles = no
[core]
    autocrlf = {autocrlf}
    safecrlf = {safecrlf}
    attributesFile = {root}/attributes
    hooksPath = {root}/hooks
    excludesFile = {root}/all
    quotePath = true
[merge]
    conflictStyle = diff3
    renames = false
    renormalize = true
[diff]
    renames = false
    noprefix = true
    ignoreSubmodules = all
[user]
    useConfigOnly = true
[commit]
    gpgSign = true
[init]
    defaultBranch = x
    templateDir = {root}/hooks
[safe]
    bareRepository = explicit
[transfer]
    fsckObjects = true
"""


@pytest.mark.slow
def test_what_the_user_has_set_changes_nothing(family: Family) -> None:
    trailing = EDIT.replace("three", "three ")
    family.make_template(
        {
            "files/a.txt": trailing,
            "files/b.txt": EDIT.replace("\n", "\r\n"),
            "files/c.txt": EDIT,
        },
        {
            "files/a.txt": trailing.replace("five", "FIVE"),
            "files/new.txt": "x\n",
            "files/c.txt": None,
            "files/d.txt": EDIT.replace("five", "FIVE"),
        },
    )
    edited = {
        "a.txt": trailing.replace("one", "ONE"),
        "b.txt": EDIT.replace("one", "ONE").replace("\n", "\r\n"),
        "c.txt": EDIT.replace("one", "ONE"),
        "extra.txt": "extra \n",
    }
    project = family.project("project", edited)
    clash = family.project("clash", {"a.txt": trailing.replace("five", "5")})
    for name, text in (
        ("attributes", "* merge=union text eol=crlf\n"),
        ("all", "*\n"),
        ("hooks/reference-transaction", "#!/bin/sh\nexit 1\n"),
        ("home/.config/git/attributes", "* merge=union\n"),
        ("home/.config/git/ignore", "*\n"),
    ):
        (family.root / name).parent.mkdir(parents=True, exist_ok=True)
        (family.root / name).write_text(text)
    (family.root / "hooks" / "reference-transaction").chmod(0o755)
    undisturbed = _update_as_user(family, "")
    assert undisturbed["project"]["outcome"] == "created"
    for autocrlf, safecrlf in (("true", "warn"), ("input", "true")):
        project.git("branch", "--quiet", "--delete", "--force", "template/v1.1.0")
        shutil.rmtree(family.root / ".fleet")
        settings = SETTINGS.format(
            root=family.root, autocrlf=autocrlf, safecrlf=safecrlf
        )
        report = _update_as_user(family, settings)
        assert report["project"]["commit"] == undisturbed["project"]["commit"]
        assert report["clash"]["conflicts"] == undisturbed["clash"]["conflicts"]
        assert "template/v1.1.0" not in clash.git("branch")


def _update_as_user(family: Family, settings: str) -> dict[str, dict[str, Any]]:
    """Update with a home and settings, as all users have."""
    home = family.root / "home"
    (home / ".gitconfig").write_text(settings)
    family.write()
    done = Folder(family.root).python(
        "import os\nfor name in ('GLOBAL', 'SYSTEM'):"
        " os.environ.pop(f'GIT_CONFIG_{name}')\n"
        "from dr_refit.cli.fleet import main\nmain()",
        *("update", "--output-format", "json"),
        HOME=str(home),
    )
    assert done.code == 1, done.err
    return {each["repo"]: each for each in json.loads(done.out)["repositories"]}
