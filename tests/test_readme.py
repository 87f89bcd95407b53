"""What the first screen of the README promises to somebody who has just come."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.machine import NOWHERE, ROOT

if TYPE_CHECKING:
    from tests.support.folder import Folder

PAGE = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found
    return found


def test_the_table_does_what_the_diff_shows(folder: Folder) -> None:
    lines = blocks("diff")[0].splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] != "+")
    after = "".join(line[1:] for line in lines if line[0] != "-")
    folder.write({"pyproject.toml": blocks("toml")[0], "a.py": before})
    assert folder.rewrite("--check", ".").code == 1
    done = folder.rewrite(".")
    assert (done.code, done.err) == (0, "1 file looked at: 1 rewritten.\n")
    assert folder.read("a.py") == after


def test_the_hook_is_one_of_ours() -> None:
    (settings,) = yaml.safe_load(blocks("yaml")[0])
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {one["id"] for one in settings["hooks"]} <= {one["id"] for one in ours}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert settings["rev"] == f"v{project['version']}"
    assert settings["repo"] == project["urls"]["Homepage"]


@pytest.mark.parametrize(
    "target", sorted({*re.findall(r"(?m)(?:^|`)make (\w+)", PAGE)})
)
def test_make_has_the_target(target: str) -> None:
    subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=True)


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize(
    "program",
    ["uv tool install", pytest.param("pip install", marks=pytest.mark.nightly)],
)
def test_what_is_installed_runs(program: str, folder: Folder) -> None:
    """From here, not from the forge; what it depends on comes from a registry."""
    lines = blocks("sh")[0].splitlines()
    shown, look, do = (line.partition(" #")[0].strip() for line in lines)
    source = shown.removeprefix("uv tool install ").strip()
    assert program in PAGE
    folder.write({"site/a.py": "import hf_utils.branches\n"})
    bin_ = folder.path / "bin"
    extra = {"UV_TOOL_DIR": str(folder.path / "tools"), "UV_TOOL_BIN_DIR": str(bin_)}
    extra["UV_PYTHON"] = sys.executable
    if program == "pip install":
        subprocess.run([sys.executable, "-m", "venv", folder.path / "venv"], check=True)
        bin_ = folder.path / "venv/bin"
    here = source.replace("https://github.com/drothermel/dr-refit", f"file://{ROOT}")
    path = f"{bin_}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    for command in (f"{program} {here}", look, do):
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder.path / "site",
            env=folder.environment(PATH=path, **extra),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in {0, 1}, done.stderr
    assert folder.read("site/a.py") == "import dr_hf\n"
    # Nothing but what is installed: no clone, and nobody at the template's address.
    folder.write({"empty/README": ""})
    for command in ("fleet new ft-x", "test -d $(fleet template-path)"):
        subprocess.run(
            ["sh", "-c", command],
            cwd=folder.path / "empty",
            env=folder.environment(PATH=path, **extra, **NOWHERE),
            check=True,
        )
    assert "_commit: v" in folder.read("empty/ft-x/.copier-answers.yml")
