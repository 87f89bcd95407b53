"""Which names a file hands to others, by the conventions of its kind."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Protocol, TypeGuard

from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

type Function = ast.FunctionDef | ast.AsyncFunctionDef


class Namespace(Protocol):
    """A kind of file."""

    def exported(self, node: ast.AST) -> Iterator[str]:
        """Yield the names that an assignment, or a call hands to others."""

    @property
    def is_module(self) -> bool:
        """Whether others may import from it what its imports bind."""

    def is_cell(self, node: ast.AST) -> TypeGuard[Function]:
        """Return whether a function only holds code that is the module's own.

        Its parameters, and what it returns, repeat which names it takes and hands on.
        """


class ModuleNamespace:
    """A module, which lists what it hands on in `__all__`."""

    is_module = True

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

    def is_cell(self, node: ast.AST) -> TypeGuard[Function]:  # noqa: ARG002
        """Return False: a function is a scope."""
        return False


class PageNamespace(ModuleNamespace):
    """Code in a text, or a notebook of Jupyter: nobody imports from there."""

    is_module = False


class MarimoNamespace(ModuleNamespace):
    """A marimo notebook, whose cells share their names but for `_private` ones."""

    def is_cell(self, node: ast.AST) -> TypeGuard[Function]:
        """Return whether a function has the decorator of a cell."""
        return is_cell(node)


def is_cell(node: ast.AST) -> TypeGuard[Function]:
    """Return whether a function is a cell of a marimo notebook."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    # @app.cell, @app.cell(hide_code=True)
    called = [
        one.func if isinstance(one, ast.Call) else one for one in node.decorator_list
    ]
    return any(
        isinstance(each, ast.Attribute) and each.attr == "cell" for each in called
    )


def code_of(cell: Function) -> list[ast.stmt]:
    """Return what a cell runs: its body without what it hands on."""
    body = cell.body
    return body[:-1] if isinstance(body[-1], ast.Return) else body


def returned(cell: ast.AST) -> Iterator[ast.Name]:
    """Yield the names that a cell hands on, where it returns them."""
    last = cell.body[-1]  # type: ignore[attr-defined]
    for node in walk(last) if isinstance(last, ast.Return) else ():
        if isinstance(node, ast.Name):
            yield node


def updated(node: ast.AST) -> Iterator[str]:
    """Yield the names that a call binds in the code's own namespace.

    globals().update(a=b)    vars().update({"a": b})
    """
    match node:
        case ast.Call(func=ast.Attribute(value=space, attr="update")):
            # What is stored in locals() is not found by its name.
            if is_own_dict(space) and not _is_call(space, "locals", "vars"):
                yield from (word.arg for word in node.keywords if word.arg)
                for given in node.args:
                    yield from _keys(given)


def own_name(node: ast.AST) -> str:
    """Return the name of the code's own namespace that a node is, by its letters.

    globals()["a"]    vars().get("a")    sys.modules[__name__].a
    """
    holder, name, is_attribute = by_letters(node)
    if holder is None or is_attribute:
        return name if holder is not None and is_own_module(holder) else ""
    # What is stored in locals() is not found by its name.
    may_bind = not stores(node) or not _is_call(holder, "locals", "vars")
    return name if may_bind and is_own_dict(holder) else ""


def by_letters(node: ast.AST) -> tuple[ast.expr | None, str, bool]:
    """Return what a node takes a name of, the name, and whether as an attribute.

    a["b"]    a.get("b")    a.b    getattr(a, "b")
    """
    match node:
        case (
            ast.Subscript(value=holder, slice=ast.Constant(value=str(name)))
            | ast.Call(
                func=ast.Attribute(value=holder, attr="get" | "pop" | "setdefault"),
                args=[ast.Constant(value=str(name)), *_],
            )
        ):
            return holder, name, False
        case (
            ast.Attribute(value=holder, attr=name)
            | ast.Call(
                func=ast.Name(id="getattr" | "hasattr" | "setattr" | "delattr"),
                args=[holder, ast.Constant(value=str(name)), *_],
            )
        ):
            return holder, name, True
    return None, "", False


def stores(node: ast.AST) -> bool:
    """Return whether a node binds a name, or unbinds it."""
    match node:
        case ast.Call(func=ast.Name(id="setattr" | "delattr")):
            return True
    return isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def is_own_dict(node: ast.expr) -> bool:
    """Return whether an expression is the namespace of the code that it stands in."""
    match node:
        case ast.Attribute(value=module, attr="__dict__"):
            return is_own_module(module)
        case ast.Call(func=ast.Name(id="vars"), args=[module]):
            return is_own_module(module)
    return _is_call(node, "globals", "locals", "vars")


def _is_call(node: ast.expr, *names: str) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
            return name in names
    return False


def is_own_module(node: ast.expr) -> bool:
    """Return whether an expression is the module that it stands in."""
    match node:
        case ast.Subscript(
            value=ast.Attribute(attr="modules") | ast.Name(id="modules"),
            slice=ast.Name(id="__name__"),
        ):
            return True
    return False


MODULE: Namespace = ModuleNamespace()
PAGE: Namespace = PageNamespace()
MARIMO: Namespace = MarimoNamespace()


def _is_all(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "__all__"


def _keys(node: ast.expr) -> Iterator[str]:
    for key in node.keys if isinstance(node, ast.Dict) else ():
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def _strings(value: ast.AST) -> Iterator[str]:
    for part in walk(value):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
