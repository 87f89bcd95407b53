"""Private names: in a class `C`, Python reads `__a` as `_C__a`."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

#: One that a module may have: not `self.__a`.
PRIVATE = regex(rb"__(?<!\w__)(?<!self\.__)(?<!cls\.__)(?!\w*__(?!\w))[\w\x80-\xff]")
_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def is_private(name: str) -> bool:
    """Return whether a name means another one inside of a class."""
    return name.startswith("__") and not name.endswith("__")


def spellings(name: str) -> list[str]:
    """Return how a name may stand in the code: `_C__a` is `__a` in a class."""
    inside = re.finditer("(?<=[^_])__", name) if name.startswith("_") else ()
    return [name, *(name[found.start() :] for found in inside)]


def mangle(tree: ast.Module, lines: Sequence[int]) -> None:
    """Write out the private names in the classes of a tree, as Python reads them.

    `lines`, sorted: those with private names.
    """
    todo: list[tuple[ast.AST, str]] = [(tree, "")]
    while todo:
        node, prefix = todo.pop()
        if prefix:
            _write(node, prefix)
        for field in node._fields:
            value, inner = getattr(node, field), prefix
            if isinstance(node, ast.ClassDef) and field in {"body", "type_params"}:
                inner = "_" + node.name.lstrip("_")
            # Outside of classes only blocks hold any.
            kind = ast.AST if inner else _BLOCKS
            nodes = value if isinstance(value, list) else [value]
            todo += (
                (one, inner)
                for one in nodes
                if isinstance(one, kind) and _is_on(one, lines)
            )


def _is_on(node: ast.AST, lines: Sequence[int]) -> bool:
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", None)
    if last is None or getattr(node, "decorator_list", None):
        return True
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= last


def _write(node: ast.AST, prefix: str) -> None:
    """Write out the names of one node."""
    match node:
        case ast.Name(id=name):
            node.id = _mangled(name, prefix)
        case ast.Attribute(attr=name, value=value):
            if not (isinstance(value, ast.Name) and value.id in {"self", "cls"}):
                node.attr = _mangled(name, prefix)
        case ast.arg(arg=name):
            node.arg = _mangled(name, prefix)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ExceptHandler():
            node.name = node.name and _mangled(node.name, prefix)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            node.names = [_mangled(name, prefix) for name in names]
        case ast.Import(names=aliases):
            for alias in aliases:
                if alias.asname or is_private(alias.name):
                    # import __a  binds `_C__a`.
                    alias.asname = _mangled(alias.asname or alias.name, prefix)
        case ast.ImportFrom(names=aliases):
            for alias in aliases:
                alias.name = _mangled(alias.name, prefix)
                alias.asname = alias.asname and _mangled(alias.asname, prefix)


def _mangled(name: str, prefix: str) -> str:
    private = is_private(name) and "." not in name and prefix != "_"
    return prefix + name if private else name
