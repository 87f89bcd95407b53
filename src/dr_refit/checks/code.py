"""What one file of code imports, and which of that it hands on."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.checks.model import Import
from dr_refit.checks.nodes import (
    Where,
    ignored,
    last_line,
    listed,
    nodes,
    position,
    top,
)
from dr_refit.names import absolute, root
from dr_refit.python.annotations import last_name
from dr_refit.python.chains import dotted_name
from dr_refit.python.facts import Facts
from dr_refit.python.namespaces import is_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.python.imports import ImportAlias

#: What imports a module by its name.
_BY_STRING = ("import_module", "__import__", "importorskip", "find_spec")


def imports(document: Document, where: Where) -> Iterator[Import]:
    """Yield what the statements of a file import. Raises FileRefused."""
    for fragment in document.fragments:
        for alias in _facts(fragment, where).imports:
            yield _import(document, fragment, alias, where)


def imports_by_name(document: Document, where: Where) -> Iterator[Import]:
    """Yield what the calls of a file import by its name. Raises FileRefused."""
    for fragment in document.fragments:
        if any(name.encode() in fragment.code for name in _BY_STRING):
            for module, node in _by_string(fragment.source.tree):
                # What it is for, and whether it may fail, is not looked into.
                yield Import(
                    path=where.path,
                    position=position(document, fragment, node),
                    module=module,
                    name="",
                    site=where.site,
                    deferred=True,
                    guarded=True,
                    ignored=ignored(
                        fragment.source.ignored, node.lineno, node.end_lineno
                    ),
                )


def handed_on(document: Document, where: Where) -> Iterator[Import]:
    """Yield the imported names that a module has for others. Raises FileRefused.

    They are listed in `__all__`, or it has no use for them itself: it is the `__init__`
    of a package, or does nothing else.
    """
    for fragment in document.fragments:
        facts = _facts(fragment, where)
        tree = facts.source.tree
        own = {name for node in tree.body for name in listed(fragment, node)}
        used = frozenset(_loads(tree))
        only = all(map(_says_nothing, tree.body))
        top: dict[str, ImportAlias] = {
            alias.local: alias
            for alias in facts.imports
            if alias.block.scope is None and not _is_typing(alias)
        }
        for name, alias in top.items():
            is_meant = alias.reexported or alias.is_redundant or only or name == "*"
            if name in own or (is_meant and name not in used):
                yield _import(document, fragment, alias, where)
        for statement, name, target in _assigned(tree):
            base, _, rest = target.partition(".")
            if base in top:
                # table = dr_frames.table
                dotted = top[base].target + (f".{rest}" if rest else "")
                module, _, taken = dotted.rpartition(".")
                if taken and (name in own or taken == name):
                    lines = statement.lineno, statement.end_lineno
                    yield Import(
                        path=where.path,
                        position=position(document, fragment, statement),
                        module=module,
                        name=taken,
                        site=where.site,
                        importer=where.module,
                        ignored=ignored(fragment.source.ignored, *lines),
                    )


def _by_string(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yield the modules that calls import by their names."""
    for node in nodes(tree):
        match node:
            case ast.Call(func=function, args=[ast.Constant(value=str(module)), *_]):
                if last_name(function) in _BY_STRING and not module.startswith("."):
                    yield module, node


def _facts(fragment: Fragment, where: Where) -> Facts:
    return Facts(
        source=fragment.source,
        package=where.package,
        module=where.module,
        namespace=fragment.namespace,
    )


def _import(
    document: Document, fragment: Fragment, alias: ImportAlias, where: Where
) -> Import:
    statement = alias.statement
    if isinstance(statement, ast.Import):
        module, name = alias.alias.name, ""
    else:
        written = "." * statement.level + (statement.module or "")
        module = absolute(written, where.package) or written
        name = alias.alias.name
    scope = alias.block.scope
    return Import(
        path=where.path,
        position=position(document, fragment, statement),
        module=module,
        name=name,
        site=where.site,
        importer=where.module,
        deferred=_is_run(alias)
        or not (scope is None or isinstance(scope, ast.ClassDef) or is_cell(scope)),
        typing=_is_typing(alias) or where.path.endswith(".pyi"),
        guarded=alias.block.guarded,
        last=last_line(document, fragment, statement),
        ignored=ignored(
            fragment.source.ignored,
            *(statement.lineno, statement.end_lineno),
            *(alias.alias.lineno, alias.alias.end_lineno),
        ),
    )


def _tests(alias: ImportAlias) -> Iterator[ast.expr]:
    """Yield the conditions that hold where an import stands."""
    for choice in alias.block.choices:
        if isinstance(choice.node, ast.If) and choice.branch == 0:
            yield choice.node.test


def _is_typing(alias: ImportAlias) -> bool:
    return any(last_name(test) == "TYPE_CHECKING" for test in _tests(alias))


def _is_run(alias: ImportAlias) -> bool:
    """Return whether an import is for the file as a program: `__name__ == "…"`."""
    return any(
        isinstance(test, ast.Compare) and last_name(test.left) == "__name__"
        for test in _tests(alias)
    )


def _assigned(tree: ast.Module) -> Iterator[tuple[ast.stmt, str, str]]:
    """Yield the names that other names are assigned to: `a = b.c`."""
    for node in top(tree.body):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if (dotted := dotted_name(value)) and not name.startswith("_"):
                    yield node, name, dotted


def _says_nothing(node: ast.stmt) -> bool:
    """Return whether a statement only imports, lists names, or is a docstring."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If() | ast.Try():
            blocks = (node.body, node.orelse, getattr(node, "finalbody", []))
            return all(_says_nothing(one) for body in blocks for one in body)
    return False


def _loads(tree: ast.Module) -> Iterator[str]:
    """Yield the names that code reads, but for those that it binds others to."""
    aliases = {id(node) for node, _, _ in _assigned(tree)}
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if id(node) in aliases:
            continue
        match node:
            case ast.Name(ctx=ast.Load(), id=name):
                yield name
            case ast.Constant(value=str(text)):
                yield root(text)
        todo += ast.iter_child_nodes(node)
