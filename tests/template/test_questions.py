"""Answers are refused with a reason, or are inert."""

from __future__ import annotations

import sys
import tomllib
from typing import TYPE_CHECKING, Any

import copier
import pytest
import yaml

from tests.support.machine import FAMILY, PLANNED, TEMPLATE, tree
from tests.support.terminal import press_enter

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def render(project: Path, **answers: Any) -> Path:
    """Make a project. Raises ValueError: an answer is refused."""
    data = {"project_name": "ft-x"} | answers
    copier.run_copy(str(TEMPLATE), project, data, defaults=True, quiet=True)
    return project


def answers(project: Path) -> dict[str, Any]:
    kept: dict[str, Any] = yaml.safe_load(
        (project / ".copier-answers.yml").read_text("utf-8")
    )
    return kept


REFUSED = [
    ("project_name", "../x", "lower-case"),
    ("project_name", "{{ '.git' }}", "lower-case"),
    ("project_name", "ft_x", "single dashes"),
    ("project_name", "Ft-x", "lower-case"),
    ("project_name", "ft--x", "single dashes"),
    ("project_name", "-x", "lower-case"),
    ("project_name", "1x", "lower-case"),
    ("project_name", "ft-x\n", "lower-case"),
    ("project_name", "", "lower-case"),
    ("project_name", "größe", "lower-case"),
    ("project_name", "$(id)", "lower-case"),
    ("project_name", "x" * 33, "32 characters"),
    ("project_name", "json", "Python"),
    ("project_name", "class", "Python"),
    ("project_name", "graphlib", "Python"),
    ("project_name", "pandas", "dependency"),
    ("project_name", "tests", "dependency"),
    ("project_name", "dr-ingest", "retired"),
    ("package_name", "../../x", "follows from project_name"),
    ("kind", "other", "This template"),
    ("source", 'x"); import os  #', "not in"),
    ("family", ["../x"], "follows from builds_on"),
    ("template_version", "1'\n- x: y", "no version"),
    ("description", "", "Write something"),
    ("description", " x ", "spaces around"),
    ("description", 'x"\nversion = "9', "one line"),
    ("description", "x\x1b[31m", "control characters"),
    ("description", "x\u2028y", "one line"),
    ("description", "x" * 201, "200 characters"),
    ("author", "A\nB", "one line"),
    ("author", "A <a@b.c>", "without"),
    ("author_email", "nobody", "address"),
    ("author_email", 'a@b.c", "x', "address"),
    ("author_email", "a@b.c\n", "address"),
    ("github_owner", "a/b", "letters and digits"),
    ("github_owner", "-a", "letters and digits"),
    ("license", "GPL", "not in"),
    ("layer", "top", "not in"),
    ("builds_on", ["dr-x"], "not in"),
    ("builds_on", ["ft-pred"], "not in"),
    ("data_source", "../x", "not in"),
    ("hf_dataset", "../../etc", "owner/name"),
    ("hf_dataset", "a/..", "owner/name"),
    ("hf_dataset", 'a/b"', "owner/name"),
    ("hf_dataset", "a/b\n", "owner/name"),
    ("python_min", "3.11", "not in"),
    ("template_url", "--upload-pack=x", "URL"),
    ("template_url", "ext::sh -c x", "URL"),
    ("template_url", "https://x/$(id)", "URL"),
    ("template_url", "https://x/y\nz", "URL"),
]


@pytest.mark.parametrize(("question", "answer", "reason"), REFUSED)
def test_refused(question: str, answer: Any, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=question) as refused:
        render(tmp_path / "x", **{question: answer})
    assert reason in str(refused.value)
    assert not list(tmp_path.iterdir())


TEXTS = [
    "{{ '.git' }}",
    "{% include 'copier.yml' %}",
    "{{ 7 * 7 }} $(touch x) `touch x` ${HOME} ${{ secrets.X }}",
    '"quotes" \'and\' """more""" \\ \\n \\u0041',
    "Ünï 数据 😀 #anchor *a: !!python/object &b [c] ] = ---",
    "../../x",
    "- - x",
    "1. x",
]


@pytest.mark.parametrize("text", TEXTS)
def test_free_text_is_inert(text: str, tmp_path: Path) -> None:
    project = render(tmp_path / "x y", description=text, author=text)
    metadata = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    assert metadata["project"]["description"] == text
    assert metadata["project"]["authors"][0]["name"] == text
    kept = yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))
    assert (kept["description"], kept["author"]) == (text, text)
    plain = render(tmp_path / "plain")
    names = {str(path.relative_to(project)) for path in project.rglob("*")}
    assert names == {str(path.relative_to(plain)) for path in plain.rglob("*")}
    for path in plain.rglob("*.py"):  # nowhere near code
        assert path.read_bytes() == (project / path.relative_to(plain)).read_bytes()


@pytest.mark.parametrize("layer", ["utility", "domain", "project", "application"])
def test_what_a_layer_may_build_on(layer: str, tmp_path: Path) -> None:
    offered = [name for name, layers in FAMILY.items() if layer in layers]
    metadata = tomllib.loads(
        (
            render(tmp_path / "x", layer=layer, builds_on=offered, data_source="none")
            / "pyproject.toml"
        ).read_text("utf-8")
    )
    forbidden = metadata["tool"]["importlinter"]["contracts"][0]["forbidden_modules"]
    assert {*FAMILY} - {*offered} == {name.replace("_", "-") for name in forbidden} & {
        *FAMILY
    }


def test_a_project_does_not_build_on_itself(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="builds_on"):
        render(tmp_path / "x", project_name="ft-scaling", builds_on=["ft-scaling"])


@pytest.mark.parametrize("name", PLANNED)
def test_the_name_makes_the_project_of_the_plan(name: str, tmp_path: Path) -> None:
    copier.run_copy(str(TEMPLATE), tmp_path / name, defaults=True, quiet=True)
    assert answers(tmp_path / name).items() >= PLANNED[name].items()


@pytest.mark.parametrize("name", PLANNED)
def test_whoever_takes_every_default_gets_the_project_of_the_plan(
    name: str, tmp_path: Path
) -> None:
    """Type the command on a terminal, and nothing but Enter after it."""
    command = [sys.executable, "-m", "copier", "copy", str(TEMPLATE), name]
    press_enter(command, tmp_path)
    copier.run_copy(str(TEMPLATE), tmp_path / "p" / name, defaults=True, quiet=True)
    assert tree(tmp_path / name) == tree(tmp_path / "p" / name)


def test_any_other_name_starts_small(tmp_path: Path) -> None:
    kept = answers(render(tmp_path / "x"))
    assert kept["description"] == "Data and analysis."
    assert kept["builds_on"] == ["dr-frames"]
    assert (kept["layer"], kept["data_source"]) == ("project", "hf")


def test_in_another_layer_the_name_offers_what_that_may_build_on(
    tmp_path: Path,
) -> None:
    project = render(tmp_path / "x", project_name="ft-scaling", layer="domain")
    assert answers(project)["builds_on"] == ["dr-wandb", "dr-hf", "dr-frames"]
    project = render(tmp_path / "y", project_name="ft-pred", layer="utility")
    assert "builds_on" not in answers(project)


@pytest.mark.parametrize("name", PLANNED)
def test_the_plan_answers_what_is_asked(name: str) -> None:
    questions = yaml.safe_load((TEMPLATE / "copier.yml").read_text("utf-8"))
    asked = {
        question
        for question, details in questions.items()
        if not question.startswith("_")
        and details.get("when") is not False
        and details.get("ask") is not False
    }
    hidden = {"hf_dataset", "wandb_entity", "wandb_project"}
    assert {*PLANNED[name]} | hidden | {"project_name"} == asked


def test_nobody_needs_trust() -> None:
    settings = yaml.safe_load((TEMPLATE / "copier.yml").read_text("utf-8"))
    assert not {"_tasks", "_migrations", "_jinja_extensions"} & {*settings}


def test_the_folder_names_the_project(tmp_path: Path) -> None:
    folder = tmp_path / "ft-other"
    copier.run_copy(str(TEMPLATE), folder, defaults=True, quiet=True)
    assert (folder / "src/ft_other/__init__.py").exists()


def test_the_folder_one_is_in_names_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ft-other"
    folder.mkdir()
    monkeypatch.chdir(folder)
    copier.run_copy(str(TEMPLATE), ".", defaults=True, quiet=True)
    assert (folder / "src/ft_other/__init__.py").exists()
