"""The tree in docs/architecture.md: each module, and what it says it is."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/architecture.md"
_SOURCE = ROOT / "src/dr_refit"


def page() -> str:
    """Return the page with the tree of today in it."""
    text, number = re.subn(
        r"(?<=```text\nsrc/dr_refit/\n).*?(?=```)",
        lambda _: "".join(f"{line}\n" for room in rooms() for line in _lines(room, 1)),
        PAGE.read_text("utf-8"),
        flags=re.DOTALL,
    )
    assert number == 1
    return text


def rooms() -> list[Path]:
    """List what lies on top, in the order of the layers."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = data["tool"]["importlinter"]["contracts"][0]
    names = [name.strip() for layer in contract["layers"] for name in layer.split("|")]
    found = [_SOURCE / name for name in names]
    return [path if path.is_dir() else path.with_suffix(".py") for path in found]


def _lines(path: Path, depth: int) -> list[str]:
    name = f"{'  ' * depth}{path.stem}{'/' * path.is_dir()}"
    module = path / "__init__.py" if path.is_dir() else path
    lines = [f"{name:24}{_summary(module)}".rstrip()]
    if path.is_dir():
        inside = [each for each in path.iterdir() if _is_module(each)]
        # Modules before the rooms inside.
        for each in sorted(inside, key=lambda each: (each.is_dir(), each.name)):
            lines += _lines(each, depth + 1)
    return lines


def _is_module(path: Path) -> bool:
    if path.is_dir():
        return (path / "__init__.py").exists()
    return path.suffix == ".py" and path.stem != "__init__"


def _summary(module: Path) -> str:
    documented = ast.get_docstring(ast.parse(module.read_bytes())) or ""
    return documented.partition("\n")[0]
