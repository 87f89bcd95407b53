"""The tree that changes make of another, to be held against a parse."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dr_refit.python.changes import Changes


def replaced(tree: ast.Module, changes: Changes) -> ast.Module:
    """Put everything that changes in its place; `tree` is used up."""
    new = _Replacer(changes).visit(tree)
    assert isinstance(new, ast.Module)
    return new


class _Replacer(ast.NodeTransformer):
    def __init__(self, changes: Changes) -> None:
        self.replaced = changes.replaced

    def visit(self, node: ast.AST) -> Any:
        new = self.replaced.get(node)
        if new is not None:
            return [*new] if isinstance(node, ast.stmt) else new[0]
        blocks = [
            field
            for field in ("body", "orelse", "finalbody")
            if isinstance(getattr(node, field, None), list) and getattr(node, field)
        ]
        self.generic_visit(node)
        for field in blocks:
            if not getattr(node, field) and not isinstance(node, ast.Module):
                # A block of imports that went holds `pass` instead.
                setattr(node, field, [ast.Pass()])
        return node
