"""The rewriter as a LibCST codemod."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.rewriting import BOTH, HF, SHOWN

if TYPE_CHECKING:
    from tests.support.folder import Folder


def libcst(folder: Folder, *arguments: str) -> str:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "libcst.tool", "codemod", "-j1", "--no-format"),
            *("-x", "dr_refit.libcst_adapter.RewriteImports", *arguments),
        ],
        cwd=folder.path,
        env=folder.environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stdout + done.stderr


def test_libcst_rewrites(folder: Folder) -> None:
    folder.write({"a.py": f"# why\n{BOTH}x = ( 1 )\n", "b.py": "import os\n"})
    said = libcst(folder, "--migration", "hf_utils", "a.py", "b.py")
    assert (
        folder.read("a.py")
        == f"# why\n{HF}import dr_showntell.fancy_table\nx = ( 1 )\n"
    )
    assert folder.read("b.py") == "import os\n"
    assert "Transformed 2 files successfully" in said


def test_libcst_runs_every_migration(folder: Folder) -> None:
    folder.write({"sub/a.py": BOTH})
    libcst(folder, "sub")
    assert folder.read("sub/a.py") == HF + SHOWN


def test_libcst_warns(folder: Folder) -> None:
    text = "from hf_utils import nonsense\n"
    folder.write({"a.py": text})
    said = libcst(folder, "--migration", "hf_utils", "a.py")
    assert "line 1: hf_utils has no hf_utils.nonsense" in said
    assert "[unknown-name]" in said
    assert folder.read("a.py") == text


def test_libcst_knows_the_migrations(folder: Folder) -> None:
    folder.write({"a.py": BOTH})
    said = libcst(folder, "--migration", "nonsense", "a.py")
    assert "invalid choice: 'nonsense'" in said
    assert folder.read("a.py") == BOTH
