"""What holds for every module of the source; its layers are import-linter's matter."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MODULES = sorted((ROOT / "src").rglob("*.py"))
LINES = 300
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


def test_tests_take_nothing_from_each_other() -> None:
    """What several need is in tests/support."""
    other = re.compile(rb"(?m)^(?:from|import) tests[\w.]*(?:\.| import )(test_\w+)")
    taken = [
        (path.name, name.decode())
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in other.findall(path.read_bytes())
        # A program of its own may start from what its test does.
        if name.decode() != path.stem
    ]
    assert taken == []


def test_modules_are_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_bytes().splitlines())
        for path in MODULES
    }
    # A table grows by a row per code.
    del lengths["src/dr_refit/codes.py"]
    assert {name: n for name, n in lengths.items() if n > LINES} == {}


def named() -> tuple[set[str], set[str]]:
    """Read the table of CONTRIBUTING.md: modules or folders of them, and tests."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = page.split("\n## Which tests\n")[1].partition("\n## ")[0]
    found = set(re.findall(r"`(\S+)`", section))
    tests = {name for name in found if name.startswith("tests/")}
    return found - tests, tests


def is_in(path: str, names: set[str]) -> bool:
    return any(f"{path}/".startswith(f"{name}/") for name in names)


def test_the_tests_of_every_module_are_named() -> None:
    names, tests = named()
    source = ROOT / "src/dr_refit"
    modules = {
        str(path.relative_to(source).with_suffix(""))
        for path in MODULES
        if path.stem not in {"__init__", "__main__"}
    }
    assert {each for each in modules if not is_in(each, names)} == set()
    assert {
        each for each in names if not any(is_in(m, {each}) for m in modules)
    } == set()
    assert {each for each in tests if not (ROOT / each).exists()} == set()
    every = (path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py"))
    mine = {str(p) for p in every if p.parts[1] not in {"cases", "conformance"}}
    assert {each for each in mine if not is_in(each, tests)} == set()
