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

from dr_refit.migration.toml import load_shipped, shipped_dir
from tests.support.machine import FAMILY, PRESETS, ROOT, TEMPLATE, Machine, preset, tree
from tests.template.banned_api import PARTIAL, banned_api
from tests.template.picture import PICTURE, paths, svg

if TYPE_CHECKING:
    from pathlib import Path

PARTIALS = TEMPLATE / "partials"


def test_banned_api_is_what_the_codemods_say() -> None:
    assert PARTIAL.read_text("utf-8") == banned_api(), (
        "run tests/template/banned_api.py"
    )


@pytest.mark.parametrize("package", ["dr_ingest", "hf_utils", "dr_showntell", "ddpred"])
@pytest.mark.parametrize("name", PRESETS)
def test_a_retired_package_is_refused(name: str, package: str, tmp_path: Path) -> None:
    copier.run_copy(str(TEMPLATE), tmp_path, preset(name), defaults=True, quiet=True)
    (tmp_path / "notebooks/old.py").write_text(f"from {package} import x\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "notebooks"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert f"TID251 `{package}` is banned: Retired:" in done.stdout


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


def test_the_tree_in_the_docs_is_what_is_generated(tmp_path: Path) -> None:
    for data_source in ("hf", "committed"):
        answers = preset("ft-scaling") | {"data_source": data_source}
        project = tmp_path / data_source
        copier.run_copy(str(TEMPLATE), project, answers, defaults=True, quiet=True)
    generated = {*tree(tmp_path / "hf"), *tree(tmp_path / "committed")}
    assert paths() == generated


def test_the_picture_is_the_tree_in_the_docs() -> None:
    assert PICTURE.read_text("utf-8") == svg(), "run tests/template/picture.py"


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
    lists = re.findall(r'{% set \w+ = "(.*?)"', questions["project_name"]["validator"])
    reserved, retired = (set(names.split()) for names in lists)
    taken = {*sys.stdlib_module_names, *keyword.kwlist}
    possible = {name for name in taken if re.fullmatch(r"[a-z][a-z0-9_]*", name)}
    assert possible <= reserved
    distributions = {migration.distribution for migration in load_shipped()}
    assert distributions - {None} <= retired


def test_the_template_has_the_version_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    questions = yaml.safe_load((TEMPLATE / "copier.yml").read_text("utf-8"))
    assert questions["template_version"]["default"] == project["version"]


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
