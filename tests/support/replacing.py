"""Whether changes make of a tree what a parse makes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.python.changes import Changes


def makes(old: ast.Module, changes: Changes, new: ast.Module) -> bool:
    """Whether the old tree, with everything that changes in its place, is the new."""
    return _same(old, new, changes.replaced)


def _same(
    old: object, new: object, replaced: Mapping[ast.AST, Sequence[ast.AST]]
) -> bool:
    if isinstance(old, list) and isinstance(new, list):
        now = [one for node in old for one in replaced.get(node, (node,))]
        if old and not now:
            # A block of imports that went holds `pass` instead.
            return len(new) in {0, 1} and all(isinstance(n, ast.Pass) for n in new)
        return len(now) == len(new) and all(
            _same(one, other, replaced) for one, other in zip(now, new, strict=True)
        )
    if isinstance(old, ast.AST) and isinstance(new, ast.AST):
        (old,) = replaced.get(old, (old,)) if isinstance(old, ast.expr) else (old,)
        return type(old) is type(new) and all(
            _same(getattr(old, field), getattr(new, field), replaced)
            for field in old._fields
        )
    return type(old) is type(new) and old == new
