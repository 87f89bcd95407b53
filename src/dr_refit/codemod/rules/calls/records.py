"""Rows of a table that are written as dicts: whether all have the same keys."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.looks import last
from dr_refit.python.nodes import walk
from dr_refit.python.reaching import reaching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.rules.calls.work import Work

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def is_uneven(node: ast.expr, work: Work) -> bool:
    """Return whether an argument has rows whose keys differ, or may."""
    if isinstance(node, ast.Name):
        around = work.parents.around(node)
        scope = next((one for one in around if isinstance(one, _SCOPES)), None)
        within = scope or work.source.tree
        found = reaching(node.id, within, [node])[node]
        if any(one.how == "argument" and _holds_dicts(one.node) for one in found):
            return True
        values = [one.node for one in found if one.how == "value"]
        rows = [row for value in values for row in _rows(value)]
        if any(isinstance(value, ast.List) for value in values):
            rows += _appended(node.id, within)
    else:
        rows = [*_rows(node)]
    dicts = [row for row in rows if isinstance(row, ast.Dict)]
    keys = {ast.dump(key) if key else "**" for row in dicts for key in row.keys}
    return any(
        "**" in keys or len(dicts) < len(rows) or len(row.keys) < len(keys)
        for row in dicts
    )


def _rows(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.List(elts=rows) | ast.Tuple(elts=rows):
            yield from rows
        case ast.ListComp(elt=row):
            yield row


def _appended(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    """Yield what is appended to a list: `rows.append({"a": 1})`."""
    for node in walk(scope):
        match node:
            case ast.Call(func=ast.Attribute(ast.Name(owner), "append"), args=[row]):
                if owner == name:
                    yield row


def _holds_dicts(argument: ast.AST) -> bool:
    """Return whether an argument is a list of dicts by its annotation."""
    match argument:
        case ast.arg(annotation=ast.Subscript(value=outer, slice=inner)):
            held = inner.value if isinstance(inner, ast.Subscript) else inner
            return last(held).lower() in {"dict", "mapping"} and last(outer) != "dict"
    return False
