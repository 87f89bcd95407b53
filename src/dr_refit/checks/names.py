"""What names one file of code defines, binds and uses."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from dr_refit.checks.nodes import Where, docstrings, ignored, listed, nodes, top
from dr_refit.checks.said import Definition
from dr_refit.findings import Position
from dr_refit.names import NAME
from dr_refit.patterns import regex
from dr_refit.python.loading import read_events
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.document import Document, Fragment

#: What makes names as it runs.
_DYNAMIC: Final = frozenset(["globals", "exec", "vars", "setattr"])
IDENTIFIER: Final = regex(NAME)


def definitions(document: Document, where: Where) -> Iterator[Definition]:
    """Yield the public names that a module defines itself. Raises FileRefused."""
    for fragment in document.fragments:
        for node in top(fragment.source.tree.body):
            for name, line in _defined(node):
                if name.startswith("_"):
                    continue
                at = document.position(fragment, Position(line=line, column=1))
                yield Definition(
                    module=where.module,
                    name=name,
                    path=where.path,
                    position=at,
                    decorated=bool(getattr(node, "decorator_list", ())),
                    ignored=ignored(fragment.source.ignored, line),
                )


def bound(document: Document, where: Where) -> frozenset[str]:
    """Return all names that a module binds as it is loaded; `*`: others as well."""
    found: set[str] = set()
    for fragment in document.fragments:
        for event in read_events(fragment.source.tree, where.package):
            if event.kind == "bind":
                found.add(event.dotted)
        tree = fragment.source.tree
        dynamic = (ast.Global, ast.NamedExpr)
        if any(
            isinstance(node, dynamic) or getattr(node, "id", "") in _DYNAMIC
            for node in nodes(tree)
        ):
            found.add("*")
    return frozenset(found)


def words(document: Document) -> frozenset[str]:
    """Return the identifiers that a file uses, in its strings too.

    What it only defines, lists in `__all__` or hands on is not used by it.
    """
    found: set[str] = set()
    for fragment in (*document.fragments, *document.nested):
        if not fragment.source.is_valid:
            continue
        tree = fragment.source.tree
        prose = {id(node) for node in docstrings(tree)}
        for statement in tree.body:
            prose |= {id(one) for one in _strings_listed(fragment, statement)}
        is_init = document.path.endswith("__init__.py")
        for node in nodes(tree):
            match node:
                case ast.Name(ctx=ast.Load() | ast.Del(), id=name):
                    found.add(name)
                case ast.Attribute(attr=name):
                    found.add(name)
                case ast.ImportFrom(module=module, names=names):
                    found.update((module or "").split("."))
                    # What an `__init__` hands on, nobody has used by that.
                    found.update(a.name for a in names if not is_init)
                case ast.Import(names=names):
                    found.update(part for a in names for part in a.name.split("."))
                case ast.Constant(value=str(text)) if id(node) not in prose:
                    found.update(IDENTIFIER.findall(text))
    return frozenset(found)


def _defined(node: ast.stmt) -> Iterator[tuple[str, int]]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name, node.lineno
        case ast.Assign(targets=targets):
            for target in targets:
                for name in walk(target):
                    if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                        yield name.id, node.lineno
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name, node.lineno
        case ast.TypeAlias(name=ast.Name(id=name)):
            yield name, node.lineno


def _strings_listed(fragment: Fragment, node: ast.stmt) -> Iterator[ast.Constant]:
    names = frozenset(listed(fragment, node))
    for inner in walk(node) if names else ():
        if isinstance(inner, ast.Constant) and inner.value in names:
            yield inner
