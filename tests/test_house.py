"""The repository lives by what it asks of others."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.checks import local_hooks
from tests.support.machine import ROOT, TEMPLATE, Machine

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = ROOT / ".pre-commit-config.yaml"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def revisions(text: str) -> dict[str, str]:
    """Read which version of each repository a pre-commit configuration takes."""
    return dict(re.findall(r"repo: \S+/(\S+)\n +rev: v(\S+)", text))


def test_one_version_of_each_tool() -> None:
    ours = revisions(CONFIG.read_text("utf-8"))
    theirs = (TEMPLATE / "files/.pre-commit-config.yaml.jinja").read_text("utf-8")
    assert ours == revisions(theirs)
    pinned = dict(each.split("==") for each in PROJECT["dependency-groups"]["dev"])
    tools = {"ruff-pre-commit": "ruff", "mirrors-mypy": "mypy"}
    tools["zizmor-pre-commit"] = "zizmor"
    for repository, tool in tools.items():
        assert ours[repository] == pinned[tool]
    measured = (ROOT / "tests/template/requirements.txt").read_text("utf-8")
    reviews = {"repo-review[cli]", "sp-repo-review", "validate-pyproject"}
    for name, version in re.findall(r"^([^#\s=]+)==(\S+)$", measured, re.MULTILINE):
        assert name not in reviews or pinned[name] == version


def test_what_the_hook_of_mypy_has_is_what_is_required() -> None:
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    (mypy,) = (hook for hook in hooks if hook["id"] == "mypy")
    extras = PROJECT["project"]["optional-dependencies"]["distributed"]
    required = {*PROJECT["project"]["dependencies"], *extras}
    # These are typed by stubs, or come with Copier.
    required -= {"jinja2>=3.1", "pyyaml>=6"}
    assert {*mypy["additional_dependencies"]} == required | {"types-pyyaml"}


@pytest.mark.network
def test_every_hook_passes(workshop: Machine, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    for name in workshop.git("ls-files", "-z", cwd=ROOT).split("\0"):
        if name and (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    workshop.commit(clone)
    config = local_hooks(yaml.safe_load(CONFIG.read_text("utf-8")))
    for hook in config["repos"][0]["hooks"]:
        if hook["id"] == "mypy":  # this one has the dependencies
            hook["entry"] = f"{sys.executable} -m mypy"
    file = tmp_path / "hooks.yaml"
    file.write_text(json.dumps(config), "utf-8")
    said = workshop.must(
        "pre-commit", "run", "--all-files", "--config", file, cwd=clone
    )
    assert said.count("Passed") == len(config["repos"][0]["hooks"]), said
