"""Doctests in the docstrings of a Python file: what runs with the names of the file."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.blocks import doctests, fragments
from dr_refit.errors import FileRefused
from dr_refit.python.parents import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.document import Fragment
    from dr_refit.codemod.formats.blocks import Block

_OPENING = re.compile(rb"([rRuU]*)(\"\"\"|'''|\"|')")
_PROMPT = re.compile(rb">>>")
_HOLDERS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def nested(holder: Fragment) -> Iterator[Fragment]:
    """Yield a fragment per docstring with examples."""
    if b">>>" not in holder.code:
        return
    try:
        tree = holder.source.tree
    except FileRefused:
        return
    prompts = holder.source.lines_with(_PROMPT)
    nodes = inside(tree, prompts)
    groups = [each for node in nodes for each in _groups(holder, node) if each]
    yield from fragments(holder.source.path, groups, tree, holder)


def _groups(holder: Fragment, node: ast.AST) -> list[list[Block]]:
    """Return the examples in the docstring of a node; those that do not parse alone.

    Escapes stay as they are: no name has one.
    """
    if not isinstance(node, _HOLDERS) or not node.body:
        return []
    first = node.body[0]
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
        return []
    if not isinstance(first.value.value, str) or ">>>" not in first.value.value:
        return []
    source = holder.source
    start, end = source.start(first.value), source.end(first.value)
    opening = _OPENING.match(source.code, start)
    if opening is None:
        return []
    blocks = [*doctests(source.code, range(opening.end(), end - len(opening[2])))]
    shared = [block for block in blocks if block.tree]
    return [shared, *([block] for block in blocks if block not in shared)]
