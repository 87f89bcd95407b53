"""What the template repeats of elsewhere is the same as there."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import copier
import pytest
import yaml
from click.testing import CliRunner

from dr_refit.cli.codemod import main
from dr_refit.migration.toml import load_shipped, shipped_dir
from tests.support.folder import Folder
from tests.support.machine import FAMILY, PLANNED, ROOT, TEMPLATE, Machine, tree
from tools.generated import GENERATED
from tools.template_tree import paths

if TYPE_CHECKING:
    from pathlib import Path

PARTIALS = TEMPLATE / "partials"


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_what_is_generated_is_not_stale(path: Path) -> None:
    assert path.read_text("utf-8") == GENERATED[path](), "run `make generated`"


RETIRED = {name for migration in load_shipped() for name in migration.retired}


@pytest.mark.slow
@pytest.mark.parametrize("package", sorted(RETIRED))
@pytest.mark.parametrize("name", PLANNED)
def test_a_retired_package_is_refused(name: str, package: str, tmp_path: Path) -> None:
    named = {"project_name": name}
    copier.run_copy(str(TEMPLATE), tmp_path, named, defaults=True, quiet=True)
    (tmp_path / "notebooks/old.py").write_text(f"from {package} import x\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "notebooks"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert f"TID251 `{package}` is banned: Retired:" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PLANNED, "ft-other"])
def test_a_fresh_project_has_nothing_to_rewrite(name: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path / name)
    copier.run_copy(str(TEMPLATE), folder.path, defaults=True, quiet=True)
    done = folder.rewrite("--check", ".")
    assert (done.code, done.out) == (0, ""), done.err
    assert "0 would be rewritten." in done.err


def test_every_question_is_documented() -> None:
    questions = yaml.safe_load((TEMPLATE / "copier.yml").read_text("utf-8"))
    asked = {
        name
        for name, question in questions.items()
        if not name.startswith("_") and question.get("when") is not False
    }
    page = (ROOT / "docs/template.md").read_text("utf-8")
    table = page.partition("| question |")[2].partition("\n\n")[0]
    firsts = [row.split(" | ")[0] for row in table.splitlines()]
    assert {*re.findall(r"`(\w+)`", "\n".join(firsts))} == asked


@pytest.mark.slow
def test_the_tree_in_the_docs_is_what_is_generated(tmp_path: Path) -> None:
    for data_source in ("hf", "committed"):
        answers = {"project_name": "ft-scaling", "data_source": data_source}
        project = tmp_path / data_source
        copier.run_copy(str(TEMPLATE), project, answers, defaults=True, quiet=True)
    generated = {*tree(tmp_path / "hf"), *tree(tmp_path / "committed")}
    assert paths() == generated


def test_caps_are_those_of_the_codemods() -> None:
    family = (PARTIALS / "family.jinja").read_text("utf-8")
    said = dict(re.findall(r'"([\w-]+)": \{"requirement": "([^"]+)"', family))
    assert {*said} == {*FAMILY}
    rewritten: dict[str, set[str]] = {}
    for path in shipped_dir().glob("*.toml"):
        requirements = tomllib.loads(path.read_text("utf-8")).get("requirements", {})
        for module, requirement in requirements.items():
            name = module.replace("_", "-")
            rewritten.setdefault(name, set()).add(requirement)
    for name, requirement in said.items():
        if "git+" not in requirement or name == "datadec":
            assert requirement in rewritten.get(name, {requirement})


def test_names_that_python_has_are_reserved() -> None:
    questions = yaml.safe_load((TEMPLATE / "copier.yml").read_text("utf-8"))
    validator = questions["project_name"]["validator"]
    (reserved,) = re.findall(r'{% set reserved = "(.*?)"', validator)
    taken = {*sys.stdlib_module_names, *keyword.kwlist}
    possible = {name for name in taken if re.fullmatch(r"[a-z][a-z0-9_]*", name)}
    assert possible <= {*reserved.split()}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    sorted(
        {name.replace("_", "-") for name in RETIRED}
        | {each.distribution for each in load_shipped() if each.distribution}
    ),
)
def test_a_retired_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"{name} is retired: choose another name"):
        copier.run_copy(str(TEMPLATE), tmp_path / name, defaults=True, quiet=True)


@pytest.mark.slow
def test_agents_are_told_what_is_retired(tmp_path: Path) -> None:
    copier.run_copy(str(TEMPLATE), tmp_path / "ft-x", defaults=True, quiet=True)
    page = (tmp_path / "ft-x/AGENTS.md").read_text("utf-8")
    (line,) = re.findall(r"^Retired: (.*)\.$", page, re.MULTILINE)
    assert {*line.replace("`", "").split(", ")} == RETIRED
    done = CliRunner().invoke(
        main, ["rewrite-imports", "--check", str(tmp_path / "ft-x")]
    )
    assert (done.exit_code, "AGENTS.md" in done.output) == (0, False)


def test_the_template_has_the_version_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    questions = yaml.safe_load((TEMPLATE / "copier.yml").read_text("utf-8"))
    assert questions["template_version"]["default"] == project["version"]


def test_a_release_says_that_it_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    questions = yaml.safe_load((TEMPLATE / "copier.yml").read_text("utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    (said,) = re.findall(
        rf"^## {re.escape(project['version'])}(.*)$", changes, re.MULTILINE
    )
    assert questions["template_released"]["default"] == ("unreleased" not in said)


def wrong_tags(machine: Machine, repository: Path) -> set[str]:
    """Tags of this commit that its template does not know as its version."""
    text = (repository / "templates/project/copier.yml").read_text("utf-8")
    version = yaml.safe_load(text)["template_version"]["default"]
    found = machine.run("git", "tag", "--points-at", "HEAD", "v*", cwd=repository)
    return {*found.stdout.split()} - {f"v{version}"}


def test_a_released_commit_has_the_tag_of_its_version(
    machine: Machine, repository: Path
) -> None:
    assert not wrong_tags(machine, ROOT)
    assert not wrong_tags(machine, repository)
    machine.git("tag", "v0.0.9", cwd=repository)
    assert wrong_tags(machine, repository) == {"v0.0.9"}
