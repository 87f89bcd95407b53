"""The example repository, whose whole rewrite is kept as a diff to be read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from dr_refit.cli.codemod import main

if TYPE_CHECKING:
    import pytest

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
    again = CliRunner().invoke(main, ["rewrite-imports", "--diff", "."])
    assert again.stdout == ""
    for path in tmp_path.rglob("*.py"):
        if "old" not in path.parts:
            compile(path.read_bytes(), path, "exec")
