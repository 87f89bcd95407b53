"""From the folder or from the URL: the same project, and both can be updated."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.machine import PLANNED, ROOT, Machine, copy_templates, tree

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

ANSWERS = ".copier-answers.yml"
X: dict[str, Any] = {"project_name": "ft-x", "data_source": "committed"}


def bare(machine: Machine, repository: Path, name: str = "template.git") -> str:
    """Publish a repository; return its URL."""
    remote = machine.home / name
    machine.git("clone", "-q", "--bare", repository, remote, cwd=machine.home)
    return f"git+{remote.as_uri()}"


def kept(project: Path) -> dict[str, Any]:
    answers: dict[str, Any] = yaml.safe_load((project / ANSWERS).read_text("utf-8"))
    return answers


def same(one: Path, other: Path) -> None:
    """Assert that two projects are one to the byte and mode, but for _src_path."""
    trees = tree(one), tree(other)
    for files in trees:
        mode, data = files[ANSWERS]
        files[ANSWERS] = mode, re.sub(rb"(?m)^_src_path: .*$", b"", data)
    assert trees[0] == trees[1]


def release(
    machine: Machine,
    repository: Path,
    version: str,
    *edits: tuple[str, str, str],
    before: str = "0.1.0",
) -> None:
    """Change files of the template, and release that."""
    edits += (("copier.yml", f'"{before}"', f'"{version}"'),)
    for name, old, new in edits:
        path = repository / "templates/project" / name
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    machine.commit(repository, f"v{version}")


PAGE = "CONTRIBUTING.md"
CHANGE = (
    f"files/{PAGE}.jinja",
    "# Contributing\n",
    "# Contributing\n\nNewest first.\n",
)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        *((name, {}) for name in (*PLANNED, "ft-other")),
        ("ft-x", X | {"template_url": "gh:drothermel/x"}),
    ],
)
def test_both_ways_make_the_same(
    name: str,
    answers: dict[str, Any],
    machine: Machine,
    repository: Path,
    tmp_path: Path,
) -> None:
    ways: dict[str, str | Path] = {
        "folder": repository / "templates/project",
        "checkout": repository,
        "url": bare(machine, repository),
    }
    for way, source in ways.items():
        machine.generate(source, tmp_path / way / name, answers)
    project = tmp_path / "folder" / name
    same(project, tmp_path / "checkout" / name)
    same(project, tmp_path / "url" / name)
    assert kept(project)["_commit"] == "v0.1.0"
    source = answers.get("template_url", str(repository))
    assert kept(project)["_src_path"] == source
    assert (project / "noxfile.py").stat().st_mode & 0o111


def test_a_relative_path_will_do(
    machine: Machine, repository: Path, tmp_path: Path
) -> None:
    for path in ("templates/project", "./templates/project/"):
        done = machine.copier(
            *("copy", "--defaults", "-d", "project_name=ft-x", path, tmp_path / "p"),
            *("--overwrite",),
            cwd=repository,
        )
        assert done.returncode == 0, done.stderr
        assert kept(tmp_path / "p")["_src_path"] == str(repository)


def test_where_a_checkout_is_need_not_be_typed_in_full(
    machine: Machine, repository: Path, tmp_path: Path
) -> None:
    done = machine.copier("copy", "--defaults", ".", tmp_path / "p", cwd=repository)
    assert done.returncode == 0, done.stderr
    assert kept(tmp_path / "p")["_src_path"] == str(repository)


@pytest.fixture
def untagged(machine: Machine, tmp_path: Path) -> Path:
    """Make a clone of this repository before its release."""
    folder = copy_templates(tmp_path / "un [tagged]")
    machine.commit(folder)
    return folder


def test_without_tags_the_files_are_the_same(
    machine: Machine, untagged: Path, tmp_path: Path
) -> None:
    machine.generate(untagged / "templates/project", tmp_path / "folder/p", X)
    machine.generate(bare(machine, untagged), tmp_path / "url/p", X)
    assert "_commit" not in kept(tmp_path / "folder/p")
    for way in ("folder", "url"):
        answers = tmp_path / way / "p" / ANSWERS
        text = re.sub(r"(?m)^_commit: .*\n", "", answers.read_text("utf-8"))
        answers.write_text(text, "utf-8")
    same(tmp_path / "folder/p", tmp_path / "url/p")


@pytest.mark.parametrize("kind", ["repository", "clone", "worktree"])
def test_without_tags_copier_says_what_to_do(
    kind: str, machine: Machine, untagged: Path, tmp_path: Path
) -> None:
    source = untagged if kind == "repository" else tmp_path / kind
    if kind == "clone":
        machine.git("clone", "-q", untagged, source, cwd=tmp_path)
    elif kind == "worktree":
        machine.git("worktree", "add", "-q", source, cwd=untagged)
    project = tmp_path / "p"
    said = machine.generate(source / "templates/project", project, X)
    machine.must("sh", "-c", commands(said)[-1], cwd=project)
    machine.commit(project)
    commit = machine.git("rev-parse", "HEAD", cwd=untagged)
    assert kept(project)["_commit"] == commit
    assert kept(project)["_src_path"] == str(source)
    release(machine, untagged, "0.2.0", CHANGE)
    if kind == "clone":
        machine.git("pull", "-q", "--tags", "origin", "main", cwd=source)
    done = machine.copier("update", "--defaults", cwd=project)
    assert done.returncode == 0, done.stderr
    assert kept(project)["_commit"] == "v0.2.0"
    assert "Newest first." in (project / PAGE).read_text("utf-8")


def commands(said: str) -> list[str]:
    """List the commands in what Copier says after a copy."""
    return re.findall(r"^    (\S.*)$", said, re.MULTILINE)


def test_in_a_clone_the_template_itself_says_whether_it_is_a_release(
    machine: Machine, untagged: Path, tmp_path: Path
) -> None:
    """After cloning, it cannot see which tags there are."""
    questions = untagged / "templates/project/copier.yml"
    before, name, after = questions.read_text("utf-8").partition("template_released:")
    after = after.replace("default: false", "default: true", 1)
    questions.write_text(before + name + after, "utf-8")
    machine.commit(untagged, "v0.1.0")
    clone = tmp_path / "clone"
    machine.git("clone", "-q", untagged, clone, cwd=tmp_path)
    machine.generate(clone / "templates/project", tmp_path / "p", X)
    assert kept(tmp_path / "p")["_commit"] == "v0.1.0"


@pytest.mark.parametrize("way", ["folder", "url"])
def test_update(way: str, machine: Machine, repository: Path, tmp_path: Path) -> None:
    url = bare(machine, repository)
    source = url if way == "url" else repository / "templates/project"
    project = tmp_path / "p"
    machine.generate(source, project, X)
    (table,) = project.glob("src/ft_x/data/*.parquet")
    table.write_bytes(b"our own")
    readme = (project / "README.md").read_text("utf-8")
    (project / "README.md").write_text(readme + "\nOurs.\n", "utf-8")
    machine.commit(project)
    release(machine, repository, "0.2.0", CHANGE)
    machine.git(
        "push", "-q", url.removeprefix("git+"), "main", "--tags", cwd=repository
    )
    done = machine.copier("update", "--defaults", cwd=project)
    assert done.returncode == 0, done.stderr
    assert kept(project)["_commit"] == "v0.2.0"
    assert "Newest first." in (project / PAGE).read_text("utf-8")
    assert (project / "README.md").read_text("utf-8") == readme + "\nOurs.\n"
    assert table.read_bytes() == b"our own"
    changed = machine.git("diff", "--name-only", cwd=project)
    assert changed.split() == [ANSWERS, PAGE]


def test_version_after_version(
    machine: Machine, repository: Path, tmp_path: Path
) -> None:
    """One project takes every version, the other skips one: the same comes out."""
    for name in ("each", "last"):
        project = tmp_path / name
        machine.generate(repository / "templates/project", project, X)
        with (project / "README.md").open("a", encoding="utf-8") as file:
            file.write("\nOurs.\n")
        machine.commit(project)
    second = ("files/.gitignore.jinja", "/outputs/", "/figures/")
    for before, version, edit in (
        ("0.1.0", "0.2.0", CHANGE),
        ("0.2.0", "0.3.0", second),
    ):
        release(machine, repository, version, edit, before=before)
        machine.copier("update", "--defaults", cwd=tmp_path / "each")
        machine.commit(tmp_path / "each")
    machine.copier("update", "--defaults", cwd=tmp_path / "last")
    assert tree(tmp_path / "each") == tree(tmp_path / "last")
    assert kept(tmp_path / "each")["_commit"] == "v0.3.0"
    assert "/figures/" in (tmp_path / "each/.gitignore").read_text("utf-8")
    assert (tmp_path / "each/README.md").read_text("utf-8").endswith("Ours.\n")


def test_ci_says_when_the_project_is_behind(
    machine: Machine, repository: Path, tmp_path: Path
) -> None:
    project = tmp_path / "p"
    machine.generate(repository / "templates/project", project, X)
    machine.commit(project)
    workflow = yaml.safe_load((project / ".github/workflows/ci.yml").read_text("utf-8"))
    script = workflow["jobs"]["template"]["steps"][-1]["run"]
    uvx = tmp_path / "bin/uvx"
    uvx.parent.mkdir()
    uvx.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m \"$@\"\n", "utf-8")
    uvx.chmod(0o755)
    path = f"{uvx.parent}:{machine.env['PATH']}"

    def said() -> str:
        return machine.must("bash", "-e", "-c", script, cwd=project, PATH=path)

    assert said() == ""
    release(machine, repository, "0.2.0", CHANGE)
    assert "::warning::behind its template" in said()


def test_update_with_a_conflict_keeps_both(
    machine: Machine, repository: Path, tmp_path: Path
) -> None:
    project = tmp_path / "p"
    machine.generate(repository / "templates/project", project, X)
    (project / PAGE).write_text("# Our changes\n", "utf-8")
    machine.commit(project)
    release(machine, repository, "0.2.0", CHANGE)
    machine.copier("update", "--defaults", cwd=project)
    text = (project / PAGE).read_text("utf-8")
    assert "# Our changes" in text
    assert "Newest first." in text
    assert machine.git("ls-files", "-u", cwd=project)


def test_made_ahead_of_the_tag_no_edit_is_lost(
    machine: Machine, repository: Path, tmp_path: Path
) -> None:
    path = repository / "templates/project" / CHANGE[0]
    path.write_text(path.read_text("utf-8").replace(*CHANGE[1:]), "utf-8")
    machine.commit(repository)
    project = tmp_path / "p"
    machine.generate(repository / "templates/project", project, X)
    assert kept(project)["_commit"] == "v0.1.0"
    with (project / "README.md").open("a", encoding="utf-8") as file:
        file.write("\nOurs.\n")
    machine.commit(project)
    before = tree(project)
    release(
        machine,
        repository,
        "0.2.0",
        ("files/.gitignore.jinja", "/outputs/", "/figures/"),
    )
    machine.copier("update", "--defaults", cwd=project)
    after = tree(project)
    assert {name for name in before if before[name] != after[name]} == {
        ANSWERS,
        ".gitignore",
    }


@pytest.mark.parametrize("way", ["templates/project", "."])
def test_outside_git_copier_says_what_to_do(
    way: str, machine: Machine, repository: Path, tmp_path: Path
) -> None:
    tarball = tmp_path / "tarball"
    shutil.copytree(repository, tarball, ignore=shutil.ignore_patterns(".git"))
    project = tmp_path / "p"
    said = machine.generate(tarball / way, project, X)
    assert str(tarball) in said
    assert "the tag v0.1.0" in said
    assert "_src_path" in said
    assert kept(project)["_src_path"] == str(tarball)
    assert "_commit" not in kept(project)
    machine.commit(project)
    assert machine.copier("update", "--defaults", cwd=project).returncode != 0
    assert not machine.git("status", "--porcelain", cwd=project)
    # … and it helps.
    url = bare(machine, repository)
    answers = project / ANSWERS
    text = answers.read_text("utf-8").replace(str(tarball), url)
    answers.write_text(f"{text}_commit: v0.1.0\n", "utf-8")
    machine.commit(project)
    release(machine, repository, "0.2.0", CHANGE)
    machine.git(
        "push", "-q", url.removeprefix("git+"), "main", "--tags", cwd=repository
    )
    assert machine.copier("update", "--defaults", cwd=project).returncode == 0
    assert "Newest first." in (project / PAGE).read_text("utf-8")


def test_from_the_url_nothing_is_said_of_folders(
    machine: Machine, repository: Path, tmp_path: Path
) -> None:
    said = machine.generate(bare(machine, repository), tmp_path / "p", X)
    assert "uv sync" in said
    assert "local folder" not in said


def second_template(repository: Path) -> None:
    """Add what docs/template.md says that a second template needs."""
    page = (ROOT / "docs/template.md").read_text("utf-8")
    blocks = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", page, re.DOTALL))
    for name, text in blocks.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(text, "utf-8")
    questions = repository / "templates/project/copier.yml"
    shared = {
        name: question
        for name, question in yaml.safe_load(questions.read_text("utf-8")).items()
        if not name.startswith("_") and "when" not in question
    }
    folder = repository / "templates/service"
    with (folder / "copier.yml").open("a", encoding="utf-8") as file:
        file.write(yaml.safe_dump(shared, sort_keys=False))
    files = repository / "templates/project/files"
    (folder / "files").mkdir()
    answers = "{{ _copier_conf.answers_file }}.jinja"
    shutil.copy(files / answers, folder / "files" / answers)
    (folder / "partials").mkdir()
    shutil.copy(files.parent / "partials/origin.jinja", folder / "partials")
    text = "{{ project_name }} on {{ port }}\n"
    (folder / "files/README.md.jinja").write_text(text, "utf-8")


def test_a_second_template_under_one_roof(
    machine: Machine, repository: Path, tmp_path: Path
) -> None:
    url = bare(machine, repository)
    machine.generate(url, tmp_path / "before/p", X)
    second_template(repository)
    machine.commit(repository)
    machine.git("tag", "-f", "v0.1.0", cwd=repository)
    url = bare(machine, repository, "two.git")
    machine.generate(url, tmp_path / "after/p", X)
    machine.generate(repository / "templates/project", tmp_path / "folder/p", X)
    same(tmp_path / "before/p", tmp_path / "after/p")
    same(tmp_path / "before/p", tmp_path / "folder/p")

    service = {"project_name": "ft-service", "port": 8080}
    machine.generate(url, tmp_path / "url/s", service | {"kind": "service"})
    machine.generate(repository / "templates/service", tmp_path / "folder/s", service)
    same(tmp_path / "url/s", tmp_path / "folder/s")
    assert (tmp_path / "url/s/README.md").read_text("utf-8") == "ft-service on 8080\n"
    assert "layer" not in kept(tmp_path / "url/s")

    for name in ("url/s", "folder/s", "after/p"):
        machine.commit(tmp_path / name)
    text = "{{ project_name }} listens on {{ port }}\n"
    readme = repository / "templates/service/files/README.md.jinja"
    readme.write_text(text, "utf-8")
    release(machine, repository, "0.2.0", CHANGE)
    machine.git(
        "push", "-q", url.removeprefix("git+"), "main", "--tags", cwd=repository
    )
    for name in ("url/s", "folder/s", "after/p"):
        done = machine.copier("update", "--defaults", cwd=tmp_path / name)
        assert done.returncode == 0, done.stderr
    for name in ("url/s", "folder/s"):
        assert "listens" in (tmp_path / name / "README.md").read_text("utf-8")
    assert "Newest" in (tmp_path / "after/p/CONTRIBUTING.md").read_text("utf-8")
