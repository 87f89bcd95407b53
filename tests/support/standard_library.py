"""The files of the standard library, and where a rewrite may change a file."""

from __future__ import annotations

import ast
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dr_refit.python.source import Source


def standard_library(every: int = 1, tests_every: int = 1) -> list[Path]:
    """Choose every so many of the standard library's files, and of its tests."""
    root = Path(os.__file__).parent
    chosen = []
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).parts
        if "site-packages" in parts:
            continue
        is_test = bool({"test", "tests", "idle_test"} & {*parts})
        number = sum(f"{path.name}{len(parts)}".encode())
        if number % (tests_every if is_test else every) == 0:
            chosen.append(path)
    return chosen


def parses(data: bytes) -> bool:
    """Whether the running interpreter compiles a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(data, "<drawn>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
    return True


def allowed_spans(source: Source) -> list[tuple[int, int]]:
    """Where edits may be: the lines of imports; names, chains and strings."""
    spans = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            end = source.line_end(source.end(node))
            newline = len(source.newline_after(end))
            spans.append((source.line_start(source.start(node)), end + newline))
        elif isinstance(node, ast.Name | ast.Attribute) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            spans.append((source.start(node), source.end(node)))
    return spans
