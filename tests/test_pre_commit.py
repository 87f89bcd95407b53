"""The hooks that other repositories use."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.machine import ROOT
from tests.support.rewriting import BOTH, HF, SHOWN

if TYPE_CHECKING:
    from tests.support.folder import Folder

pytestmark = pytest.mark.slow

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


#: What each hook is for.
TYPES = {
    "rewrite-imports": ["python", "pyi"],
    "check-imports": ["python", "pyi"],
    "rewrite-strings": ["python"],
    "rewrite-calls": ["python"],
    "rewrite-notebooks": ["jupyter"],
    "rewrite-docs": ["markdown", "rst"],
    "check-values": ["yaml", "toml", "json", "ini"],
}


def test_hooks_are_complete() -> None:
    assert {name: hook["types_or"] for name, hook in HOOKS.items()} == TYPES
    for hook in HOOKS.values():
        assert hook["name"]
        assert hook["language"] == "python"
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


@pytest.mark.parametrize("name", sorted(TYPES.keys() - {"check-values"}))
def test_hooks_by_kind(name: str, folder: Folder) -> None:
    """What a hook is not for stays, whatever files it is given."""
    cell = {"cell_type": "code", "source": BOTH}
    patch = "from unittest.mock import patch\npatch('hf_utils.branches.f')\n"
    folder.write(
        {
            "a.py": "from hf_utils.branches import get_all_repo_branches\n",
            "b.py": patch.replace(".f", ".get_all_repo_branches"),
            "a.ipynb": json.dumps({"cells": [cell], "metadata": {}}),
            "a.md": f"```py\n{BOTH}```\n",
        }
    )
    before = folder.tree()
    run_hook(name, folder, *before)
    changed = {path for path, data in folder.tree().items() if data != before[path]}
    mine = {
        "rewrite-imports": {"a.py", "b.py", "a.ipynb", "a.md"},
        "check-imports": set(),
        "rewrite-strings": {"b.py"},
        "rewrite-calls": {"a.py"},
        "rewrite-notebooks": {"a.ipynb"},
        "rewrite-docs": {"a.md"},
    }
    assert changed == mine[name]


def test_hook_for_settings(folder: Folder) -> None:
    folder.write({"a.yaml": "_target_: hf_utils.branches.f\n", "b.yaml": "a: b\n"})
    assert run_hook("check-values", folder, "b.yaml") == 0
    assert run_hook("check-values", folder, "a.yaml", "b.yaml") == 1


def test_hook_that_checks(folder: Folder) -> None:
    folder.write({"a.py": BOTH, "b.py": "import os\n"})
    assert run_hook("check-imports", folder, "b.py") == 0
    assert run_hook("check-imports", folder, "a.py", "b.py") == 1
    assert folder.read("a.py") == BOTH
