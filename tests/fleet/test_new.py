"""`fleet new` with the template of this repository, as a bare clone with a tag."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from dr_refit.fleet import manifest
from tests.support.machine import NOWHERE, PLANNED, Machine, copy_templates, tree

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

pytestmark = pytest.mark.slow

ANSWERS = ".copier-answers.yml"
_MAIN = "from dr_refit.cli.fleet import main\nmain(prog_name='fleet')\n"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A folder with a fleet.toml, and who works there."""

    machine: Machine
    url: str
    folder: Path

    def fleet(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run `fleet` in the folder."""
        command = (sys.executable, "-W", "error", "-c", _MAIN, *arguments)
        return self.machine.run(*command, cwd=self.folder, **env)

    def new(self, *arguments: str, **env: str) -> str:
        """Run `fleet new`, which succeeds; return what it says."""
        done = self.fleet("new", *arguments, **env)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        return done.stderr

    def names(self) -> list[str]:
        """Name what is in the folder."""
        return sorted(os.listdir(self.folder))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    machine = Machine.new(tmp_path / "home")
    repository = copy_templates(tmp_path / "dr-refit")
    machine.commit(repository, "v0.1.0")
    remote = tmp_path / "dr-refit.git"
    machine.git("clone", "-q", "--bare", repository, remote, cwd=tmp_path)
    url = f"git+{remote.as_uri()}"
    folder = tmp_path / "family"
    folder.mkdir()
    (folder / "fleet.toml").write_text(f'[template]\nurl = "{url}"\n', "utf-8")
    return Place(machine=machine, url=url, folder=folder)


@pytest.mark.parametrize("name", [*PLANNED, "ft-x"])
def test_it_makes_what_copier_makes(name: str, place: Place) -> None:
    said = place.new(name)
    assert said == f"{name} is in {name} and in fleet.toml now, made at v0.1.0\n"
    place.machine.generate(place.url, place.machine.home / name, {})
    assert tree(place.folder / name) == tree(place.machine.home / name)
    answers = yaml.safe_load((place.folder / name / ANSWERS).read_text("utf-8"))
    assert (answers["_src_path"], answers["_commit"]) == (place.url, "v0.1.0")


def test_it_is_a_repository_with_one_commit_of_the_users(place: Place) -> None:
    place.new("ft-x")
    git, cwd = place.machine.git, place.folder / "ft-x"
    log = git("log", "--format=%an <%ae> %cn: %s", "--decorate", cwd=cwd)
    assert log == "t <t@example.org> t: ft-x from its template at v0.1.0"
    assert git("symbolic-ref", "HEAD", cwd=cwd) == "refs/heads/main"
    assert git("status", "--porcelain", "--ignored", cwd=cwd) == ""
    assert (cwd / "noxfile.py").stat().st_mode & 0o111
    assert git("fsck", "--strict", cwd=cwd) == ""


def test_it_is_in_the_fleet_and_current(place: Place) -> None:
    place.new("ft-x", "--data", "layer=utility", "--data", "data_source=none")
    (repo,) = manifest.load(str(place.folder / "fleet.toml")).repositories
    assert (repo.name, repo.layer) == ("ft-x", "utility")
    assert repo.location == str(place.folder / "ft-x")
    done = place.fleet("status")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 current" in done.stdout
    assert place.names() == [".fleet", "fleet.toml", "ft-x"]


def test_answers_from_the_nearest_to_the_farthest(place: Place) -> None:
    file = place.folder / "fleet.toml"
    defaults = '[defaults]\nanswers = { author = "A B", cli = false, ci = false }\n'
    file.write_text(file.read_text("utf-8") + defaults, "utf-8")
    place.new("ft-pred", "--data", "ci=true")
    text = (place.folder / "ft-pred" / ANSWERS).read_text("utf-8")
    answers = yaml.safe_load(text)
    assert answers["author"] == "A B"
    assert answers["cli"] is False
    assert answers["ci"] is True
    assert answers["builds_on"] == ["dr-frames", "ft-scaling"]
    assert answers["project_name"] == "ft-pred"


def test_elsewhere_and_at_a_pinned_version(place: Place) -> None:
    repository = place.folder.parent / "dr-refit"
    (repository / "templates/project/files/NEW.md").write_text("new\n", "utf-8")
    place.machine.commit(repository, "v0.2.0")
    remote = place.url.removeprefix("git+")
    place.machine.git("push", "-q", remote, "main", "--tags", cwd=repository)
    file = place.folder / "fleet.toml"
    text = file.read_text("utf-8")
    file.write_text(f'{text}version = "v0.1.0"\n', "utf-8")
    (place.folder / "sub").mkdir()
    place.new("ft-x", "--path", "sub/x")
    assert 'path = "sub/x"' in file.read_text("utf-8")
    assert not (place.folder / "sub/x/NEW.md").exists()


def test_the_users_default_branch(place: Place) -> None:
    env = {"GIT_CONFIG_KEY_2": "init.defaultBranch", "GIT_CONFIG_VALUE_2": "trunk"}
    place.new("ft-x", **env)
    head = place.machine.git("symbolic-ref", "HEAD", cwd=place.folder / "ft-x")
    assert head == "refs/heads/trunk"


def test_what_is_listed_already_is_made_as_listed(place: Place) -> None:
    file = place.folder / "fleet.toml"
    table = '[[repository]]\nname = "ft-x"\npath = "sub/x"\nlayer = "utility"\n'
    text = f"{file.read_text('utf-8')}{table}answers = {{ cli = false }}\n"
    file.write_text(text, "utf-8")
    (place.folder / "sub").mkdir()
    assert place.fleet("new", "ft-x", "--path", "ft-x").returncode == 2
    place.new("ft-x")
    assert file.read_text("utf-8") == text
    answers = yaml.safe_load((place.folder / "sub/x" / ANSWERS).read_text("utf-8"))
    assert (answers["layer"], answers["cli"]) == ("utility", False)
    assert "sub/x is there already" in place.fleet("new", "ft-x").stderr


def occupied(place: Place) -> None:
    (place.folder / "ft-x").mkdir()
    (place.folder / "ft-x/mine.txt").write_text("mine")


def listed(place: Place) -> None:
    with (place.folder / "fleet.toml").open("a") as file:
        file.write('[[repository]]\nname = "ft_x"\npath = "elsewhere"\n')


def read_only(place: Place) -> None:
    (place.folder / "fleet.toml").chmod(0o444)


def no_release(place: Place) -> None:
    path = place.url.removeprefix("git+file://")
    place.machine.git("tag", "-d", "v0.1.0", cwd=Path(path))


def nothing(place: Place) -> None:
    pass


@pytest.mark.parametrize(
    ("arguments", "before", "error", "hint"),
    [
        (["class"], nothing, "Python or a dependency has class already", "--data"),
        (["Ft_X"], nothing, "name must be a name of lower-case letters", ""),
        (["-x"], nothing, "No such option", ""),
        (["ft-x"], occupied, "ft-x is there already", "choose another --path"),
        (["ft-x"], listed, "ft-x is listed twice", "already"),
        (["ft-x"], read_only, "read-only", "try again"),
        (["ft-x"], no_release, "has no release", "tag a commit"),
        (
            ["ft-x", "--path", "no/x"],
            nothing,
            "there is no folder for",
            "make that folder first",
        ),
        (
            ["ft-x", "--data", "layer=top"],
            nothing,
            "Invalid choice for 'layer': 'top'",
            "--data QUESTION=ANSWER",
        ),
        (
            ["ft-x", "--data", "lyer=utility"],
            nothing,
            "v0.1.0 does not ask lyer",
            "did you mean layer?",
        ),
        (
            ["ft-x", "--data", "layer"],
            nothing,
            "--data layer is not QUESTION=ANSWER",
            "write",
        ),
        (
            ["ft-x", "--data", "=x"],
            nothing,
            "--data =x is not QUESTION=ANSWER",
            "write",
        ),
        (
            ["ft-x", "--data", "project_name=ft-y"],
            nothing,
            "--data project_name=ft-y is not allowed",
            "NAME is the answer",
        ),
    ],
)
def test_nothing_half_made_is_left(
    arguments: list[str],
    before: Callable[[Place], None],
    error: str,
    hint: str,
    place: Place,
) -> None:
    before(place)
    kept = {path: tree(path) for path in place.folder.iterdir() if path.is_dir()}
    text = (place.folder / "fleet.toml").read_bytes()
    done = place.fleet("new", *arguments)
    assert done.returncode == 2
    assert error in done.stderr
    assert hint in done.stderr
    assert "Traceback" not in done.stderr
    assert (place.folder / "fleet.toml").read_bytes() == text
    assert set(place.names()) - {".fleet"} == {"fleet.toml", *(p.name for p in kept)}
    assert {path: tree(path) for path in kept} == kept


def test_without_an_identity_git_says_what_to_do(place: Place) -> None:
    env = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.useConfigOnly"}
    done = place.fleet("new", "ft-x", GIT_CONFIG_VALUE_0="true", **env)
    assert done.returncode == 2
    assert done.stderr.startswith("error: no first commit: ")
    assert "hint: git config --global user.name NAME" in done.stderr
    assert place.names() == [".fleet", "fleet.toml"]


def test_what_a_killed_run_has_left_is_no_hindrance(place: Place) -> None:
    left = place.folder / ".ft-x.fleet-new"
    left.mkdir()
    (left / "README.md").write_text("half")
    (left / "half.txt").write_text("half")
    place.new("ft-x")
    assert place.names() == [".fleet", "fleet.toml", "ft-x"]
    assert not (place.folder / "ft-x/half.txt").exists()


def test_what_was_killed_before_it_was_there_is_made_by_the_next(place: Place) -> None:
    killed = (
        "import os\n"
        "move = os.rename\n"
        "def rename(old, new):\n"
        "    os._exit(9) if str(old).endswith('.fleet-new') else move(old, new)\n"
        f"os.rename = rename\n{_MAIN}"
    )
    command = (sys.executable, "-c", killed, "new", "ft-x")
    assert place.machine.run(*command, cwd=place.folder).returncode == 9
    assert not (place.folder / "ft-x").exists()
    listed = (place.folder / "fleet.toml").read_bytes()
    assert b'name = "ft-x"' in listed
    place.new("ft-x")
    assert place.names() == [".fleet", "fleet.toml", "ft-x"]
    assert (place.folder / "fleet.toml").read_bytes() == listed
    assert place.fleet("status").returncode == 0


def test_the_users_hooks_do_not_run(place: Place) -> None:
    hooks = place.folder.parent / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "commit-msg", "post-commit", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{hooks}/ran'\nexit 1\n")
        (hooks / name).chmod(0o755)
    count = int(place.machine.env["GIT_CONFIG_COUNT"])
    env = {
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": "core.hooksPath",
        f"GIT_CONFIG_VALUE_{count}": str(hooks),
    }
    place.new("ft-x", **env)
    assert not (hooks / "ran").exists()


def test_an_empty_folder_is_enough(place: Place) -> None:
    """Nobody answers at the address: what came with dr-refit stands in."""
    empty = place.machine.home / "empty"
    empty.mkdir()
    there = replace(place, folder=empty)
    said = there.new("ft-x", **NOWHERE)
    assert "made at v0.1.0, which came with dr-refit: the template " in said
    assert there.names() == [".fleet", "fleet.toml", "ft-x"]
    place.machine.generate(place.url, place.machine.home / "ft-x", {})
    made, wanted = tree(empty / "ft-x"), tree(place.machine.home / "ft-x")
    assert made.keys() == wanted.keys()
    assert {name for name in made if made[name] != wanted[name]} == {ANSWERS}
    answers = yaml.safe_load((empty / "ft-x" / ANSWERS).read_text("utf-8"))
    assert answers["_src_path"] == "https://github.com/drothermel/dr-refit"
    assert answers["_commit"] == "v0.1.0"
    # It still does for the next one.
    there.new("by-tomorrow-app", **NOWHERE)
    assert "kind: application" in (empty / "by-tomorrow-app" / ANSWERS).read_text()
    # And for what looks at them.
    done = there.fleet("status", **NOWHERE)
    assert (done.returncode, done.stdout.count(" current ")) == (0, 2), done.stderr
    assert done.stderr.startswith("note: the template that came with dr-refit counts")


def test_nothing_stands_in_for_the_template_of_somebody_else(place: Place) -> None:
    page = '[template]\nurl = "https://github.com/somebody/templates"\n'
    (place.folder / "fleet.toml").write_text(page, "utf-8")
    done = place.fleet("new", "ft-x", **NOWHERE)
    assert done.returncode == 2
    assert "cannot be fetched" in done.stderr
    assert place.names() == [".fleet", "fleet.toml"]


def test_a_project_that_fails_leaves_no_fleet_file(place: Place) -> None:
    empty = place.machine.home / "empty"
    empty.mkdir()
    there = replace(place, folder=empty)
    assert there.fleet("new", "ft-x", "--data", "x=1", **NOWHERE).returncode == 2
    assert "fleet.toml" not in there.names()


def test_a_first_fleet_file(place: Place) -> None:
    (place.folder / "fleet.toml").unlink()
    done = place.fleet("init", place.url)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert manifest.load(str(place.folder / "fleet.toml")).template.url == place.url
    again = place.fleet("init", place.url)
    assert again.returncode == 2
    assert "fleet.toml is there already" in again.stderr
    place.new("ft-x")


@pytest.mark.parametrize("template", [(), ("no-url",), ("ext::sh -c x",)])
def test_a_first_fleet_file_needs_a_template(
    template: tuple[str, ...], place: Place
) -> None:
    (place.folder / "fleet.toml").unlink()
    done = place.fleet("init", *template)
    assert done.returncode == 2
    assert "template" in done.stderr
    assert place.names() == []


@pytest.mark.parametrize(("kind", "has"), [("", "docs"), ("application", "Dockerfile")])
def test_the_template_alone(kind: str, has: str, place: Place) -> None:
    command = f"template-path {kind}".strip()
    there = place.fleet(*command.split()).stdout.strip()
    said = place.fleet("template").stdout
    assert f'copier copy "$(fleet {command})" NAME' in said
    place.machine.generate(there, place.machine.home / "ft-x", {})
    assert (place.machine.home / "ft-x" / has).exists()
