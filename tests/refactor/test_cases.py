"""Case folders: a repository before, the repository after, and what the command says.

As in tests/test_cases.py; `args` is the whole command, run in a repository of git.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dr_refit.cli.codemod import main
from tests.support.family import committed
from tests.support.folder import Folder
from tests.support.trees import tree

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(case / "before", tmp_path, dirs_exist_ok=True)
    folder = Folder(tmp_path)
    committed(folder)
    monkeypatch.chdir(tmp_path)
    arguments = Path(case, "args").read_text().split()

    shown = CliRunner().invoke(main, [*arguments, "--dry-run"])
    assert folder.tree() == tree(case / "before")

    done = CliRunner().invoke(main, arguments)
    after = case / "after" if (case / "after").exists() else case / "before"
    assert done.stderr == (case / "report.txt").read_text()
    assert folder.tree() == tree(after)
    assert done.stdout == ""

    # What is shown is what is done, and git applies it.
    folder.git("reset", "--hard", "--quiet")
    folder.git("clean", "-fdxq")
    (tmp_path / ".git" / "shown.diff").write_text(shown.stdout)
    if shown.stdout:
        folder.git("apply", ".git/shown.diff")
    assert folder.tree() == tree(after)
