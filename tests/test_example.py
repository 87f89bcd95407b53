"""The example repository, whose whole rewrite is kept as a diff to be read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from dr_refit.cli.codemod import main

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples/legacy-analysis"


def test_rewrite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    shown = CliRunner().invoke(main, ["rewrite-imports", "--diff", "."])
    assert shown.stdout_bytes == (ROOT / "examples/legacy-analysis.diff").read_bytes()
    assert shown.exit_code == 1

    written = CliRunner().invoke(main, ["rewrite-imports", "."])
    assert written.exit_code == 1
    for kind in ("imports", "strings", "calls", "manifests", "docs", "notebooks"):
        assert re.search(
            rf"^  {kind}: \d+ files? changed", written.stderr, re.MULTILINE
        )
    again = CliRunner().invoke(main, ["rewrite-imports", "--diff", "."])
    assert again.stdout == ""
    for path in tmp_path.rglob("*.py"):
        if "old" not in path.parts:
            compile(path.read_bytes(), path, "exec")
    [notebook] = tmp_path.rglob("*.ipynb")
    nbformat.validate(json.loads(notebook.read_bytes()))


@pytest.mark.network
def test_demo(tmp_path: Path) -> None:
    here = tmp_path / "a folder, ü"
    here.mkdir()
    done = subprocess.run(
        ["sh", ROOT / "examples/demo.sh", Path(sys.executable).parent],
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A diff has the bytes of its files.
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "-from dr_ingest" in done.stdout
    tests, fleet = done.stdout.split("$ uv run pytest")[1].split("$ fleet new", 1)
    assert " passed in " in tests
    *_, last = fleet.split("$ fleet update")
    assert "3 repositories: 3 up-to-date." in last
    page = (here / ".demo/fleet/report.html").read_text("utf-8")
    assert "3 of 3 repositories current" in page
