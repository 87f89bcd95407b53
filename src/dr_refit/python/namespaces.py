"""Which names a file hands to others, by the conventions of its kind."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Namespace(Protocol):
    """A kind of file."""

    def exported(self, node: ast.AST) -> Iterator[str]:
        """Yield the names that an assignment, a call or a function hands to others."""


class ModuleNamespace:
    """A module, which lists them in `__all__`."""

    def exported(self, node: ast.AST) -> Iterator[str]:
        """Yield the names that an assignment or a call puts into `__all__`."""
        match node:
            case ast.Assign(targets=targets, value=value) if any(map(_is_all, targets)):
                yield from _strings(value)
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                if _is_all(target) and node.value is not None:
                    yield from _strings(node.value)
            case ast.Call(func=ast.Attribute(attr="extend" | "append", value=value)):
                if _is_all(value):
                    yield from _strings(node)
            case _:
                return


class MarimoNamespace(ModuleNamespace):
    """A marimo notebook, whose cells return their names to each other."""

    def exported(self, node: ast.AST) -> Iterator[str]:
        """Yield what a cell returns, too."""
        yield from super().exported(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_cell(node):
            yield from _returned(node)


MODULE: Namespace = ModuleNamespace()
MARIMO: Namespace = MarimoNamespace()


def _is_all(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "__all__"


def _strings(value: ast.AST) -> Iterator[str]:
    for part in ast.walk(value):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def is_cell(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is a cell of a marimo notebook."""
    # @app.cell, @app.cell(hide_code=True)
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(called, ast.Attribute) and called.attr == "cell":
            return True
    return False


def _returned(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    last = node.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Tuple | ast.Name):
        for part in ast.walk(last.value):
            if isinstance(part, ast.Name):
                yield part.id
