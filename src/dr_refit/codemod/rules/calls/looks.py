"""What only looks at a value, and the names of what is called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.names import root

if TYPE_CHECKING:
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.parents import Parents

#: What shows a value, or looks at its identity.
SHOWS = {"print", "pprint", "str", "repr", "bool", "id"}


def is_asked_for(alias: ImportAlias, table: MoveTable) -> bool:
    """Return whether something with a rule may be reached by an import."""
    target = root(alias.target) if alias.is_plain_import else alias.target
    return target in table.index.called


def is_looked_at(node: ast.expr, parents: Parents) -> bool:
    """Return whether a value is only tested, shown or thrown away."""
    match parents.of(node):
        case ast.Expr() | ast.FormattedValue() | ast.NamedExpr() | ast.Assert():
            return True
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            return test is node
        case ast.UnaryOp(op=ast.Not()) | ast.comprehension():
            return True
        case ast.BoolOp() as around:
            return is_looked_at(around, parents)
    return False


def last(node: ast.AST) -> str:
    """Return the last part of the name of what is called."""
    return getattr(node, "attr", "") or getattr(node, "id", "")


def literal(node: ast.AST) -> str:
    """Return the text of a string; empty: it is none."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else ""  # type: ignore[attr-defined]
