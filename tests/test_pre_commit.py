"""The hooks that other repositories use."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tests.support.machine import ROOT
from tests.support.rewriting import BOTH, HF, SHOWN

if TYPE_CHECKING:
    from tests.support.folder import Folder

HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
}


def run_hook(name: str, folder: Folder, *files: str) -> int:
    """Run a hook as pre-commit does: its words, then the files."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [*shlex.split(HOOKS[name]["entry"]), *files]
    return subprocess.run(
        command,
        cwd=folder.path,
        env=folder.environment(PATH=path),
        capture_output=True,
        check=False,
    ).returncode


def test_hooks_are_complete() -> None:
    assert set(HOOKS) == {"rewrite-imports", "check-imports", "rewrite-docs"}
    for name, hook in HOOKS.items():
        assert hook["name"]
        assert hook["language"] == "python"
        texts = name.endswith("docs")
        assert hook["types_or"] == (["markdown", "rst"] if texts else ["python", "pyi"])
        # It starts its own processes.
        assert hook["require_serial"] is True


def test_hook_that_rewrites(folder: Folder) -> None:
    folder.write({"a.py": BOTH, "sub/b.pyi": BOTH, "c.py": BOTH})
    assert run_hook("rewrite-imports", folder, "a.py", "sub/b.pyi") == 0
    assert folder.tree() == {
        "a.py": (HF + SHOWN).encode(),
        "c.py": BOTH.encode(),
        "sub/b.pyi": (HF + SHOWN).encode(),
    }


def test_hook_for_texts(folder: Folder) -> None:
    folder.write({"a.md": f"```py\n{BOTH}```\n", "b.py": BOTH})
    assert run_hook("rewrite-docs", folder, "a.md") == 0
    assert folder.read("a.md") == f"```py\n{HF}{SHOWN}```\n"
    assert folder.read("b.py") == BOTH


def test_hook_that_checks(folder: Folder) -> None:
    folder.write({"a.py": BOTH, "b.py": "import os\n"})
    assert run_hook("check-imports", folder, "b.py") == 0
    assert run_hook("check-imports", folder, "a.py", "b.py") == 1
    assert folder.read("a.py") == BOTH
