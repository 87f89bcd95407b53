"""Case folders: a tree before, the tree after, and what the command says.

A case is a folder with `before/`, `after/` (absent: nothing changes), `report.txt` (all
that is said on stderr) and, where it is not just `.`, `args`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dr_refit.cli.codemod import main
from tests.support.trees import tree

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(case / "before", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    arguments = (
        Path(case, "args").read_text().split() if (case / "args").exists() else ["."]
    )
    done = CliRunner().invoke(main, ["rewrite-imports", *arguments])
    after = case / "after" if (case / "after").exists() else case / "before"
    assert tree(tmp_path) == tree(after)
    assert done.stderr == (case / "report.txt").read_text()
    assert done.stdout == ""

    CliRunner().invoke(main, ["rewrite-imports", *arguments])
    assert tree(tmp_path) == tree(after)
