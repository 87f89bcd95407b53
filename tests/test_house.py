"""What holds for every module of the source; its layers are import-linter's matter."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.support.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MODULES = sorted((ROOT / "src").rglob("*.py"))
#: What finds a module by a string that no linter and no reader follows.
BY_STRING = {
    "__import__",
    "eval",
    "exec",
    "import_module",
    "resolve_name",
    "run_module",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nothing_is_imported_by_string(path: Path) -> None:
    tree = ast.parse(path.read_bytes())
    used = {
        getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute | ast.alias)
    }
    assert used & BY_STRING == set()
