"""What one file of code says: its imports, definitions, and the names it uses."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.checks.model import Definition, Import
from dr_refit.findings import Position
from dr_refit.names import absolute, root
from dr_refit.python.annotations import last_name
from dr_refit.python.chains import dotted_name
from dr_refit.python.facts import Facts
from dr_refit.python.loading import read_events
from dr_refit.python.namespaces import is_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Site
    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.python.imports import ImportAlias

#: What imports a module by its name.
_BY_STRING = ("import_module", "__import__", "importorskip", "find_spec")
#: What makes names as it runs.
_DYNAMIC = frozenset(["globals", "exec", "vars", "setattr"])
IDENTIFIER = re.compile(r"[^\W\d]\w*")
#: What binds names at the top level of a module, in a block under a condition too.
_BLOCKS = (ast.If, ast.Try, ast.With)


class Where(NamedTuple):
    """Where a file is, to Python and to people."""

    path: str
    site: Site = "script"
    #: Its dotted module, and the package that it is in; empty: none.
    module: str = ""
    package: str = ""


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
                at = Position(line=node.lineno, column=node.col_offset + 1)
                at = document.position(fragment, at)
                # What it is for, and whether it may fail, is not looked into.
                yield Import(
                    where.path, at, module, "", where.site, deferred=True, guarded=True
                )


def handed_on(document: Document, where: Where) -> Iterator[Import]:
    """Yield the imported names that a module has for others. Raises FileRefused.

    They are listed in `__all__`, or it has no use for them itself: it is the `__init__`
    of a package, or does nothing else.
    """
    for fragment in document.fragments:
        facts = _facts(fragment, where)
        tree = facts.source.tree
        listed = {name for node in tree.body for name in _listed(fragment, node)}
        used = frozenset(_loads(tree))
        only = all(map(_says_nothing, tree.body))
        top: dict[str, ImportAlias] = {
            alias.local: alias
            for alias in facts.imports
            if alias.block.scope is None and not _is_typing(alias)
        }
        for name, alias in top.items():
            is_meant = alias.reexported or alias.is_redundant or only or name == "*"
            if name in listed or (is_meant and name not in used):
                yield _import(document, fragment, alias, where)
        for statement, name, target in _assigned(tree):
            base, _, rest = target.partition(".")
            if base in top:
                # table = dr_frames.table
                dotted = top[base].target + (f".{rest}" if rest else "")
                module, _, taken = dotted.rpartition(".")
                if taken and (name in listed or taken == name):
                    at = Position(
                        line=statement.lineno, column=statement.col_offset + 1
                    )
                    at = document.position(fragment, at)
                    yield Import(
                        where.path, at, module, taken, where.site, where.module
                    )


def definitions(document: Document, where: Where) -> Iterator[Definition]:
    """Yield the public names that a module defines itself. Raises FileRefused."""
    for fragment in document.fragments:
        for node in _top(fragment.source.tree.body):
            for name, line in _defined(node):
                if name.startswith("_"):
                    continue
                decorated = bool(getattr(node, "decorator_list", ()))
                at = document.position(fragment, Position(line=line, column=1))
                yield Definition(where.module, name, where.path, at, decorated)


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
            for node in ast.walk(tree)
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
        prose = {id(node) for node in _docstrings(tree)}
        for statement in tree.body:
            prose |= {id(one) for one in _strings_listed(fragment, statement)}
        is_init = document.path.endswith("__init__.py")
        for node in ast.walk(tree):
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


def _by_string(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yield the modules that calls import by their names."""
    for node in ast.walk(tree):
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
    start = Position(line=statement.lineno, column=statement.col_offset + 1)
    end = Position(line=statement.end_lineno or statement.lineno)
    if isinstance(statement, ast.Import):
        module, name = alias.alias.name, ""
    else:
        written = "." * statement.level + (statement.module or "")
        module = absolute(written, where.package) or written
        name = alias.alias.name
    scope = alias.block.scope
    return Import(
        path=where.path,
        position=document.position(fragment, start),
        module=module,
        name=name,
        site=where.site,
        importer=where.module,
        deferred=scope is not None
        and not isinstance(scope, ast.ClassDef)
        and not is_cell(scope),
        typing=_is_typing(alias) or where.path.endswith(".pyi"),
        guarded=alias.block.guarded,
        last=document.position(fragment, end).line,
    )


def _is_typing(alias: ImportAlias) -> bool:
    return any(
        isinstance(choice.node, ast.If)
        and last_name(choice.node.test) == "TYPE_CHECKING"
        and choice.branch == 0
        for choice in alias.block.choices
    )


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module that bind its names."""
    for node in body:
        if isinstance(node, _BLOCKS):
            for block in ("body", "orelse", "finalbody"):
                yield from _top(getattr(node, block, []))
        else:
            yield node


def _defined(node: ast.stmt) -> Iterator[tuple[str, int]]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name, node.lineno
        case ast.Assign(targets=targets):
            for target in targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                        yield name.id, node.lineno
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name, node.lineno
        case ast.TypeAlias(name=ast.Name(id=name)):
            yield name, node.lineno


def _assigned(tree: ast.Module) -> Iterator[tuple[ast.stmt, str, str]]:
    """Yield the names that other names are assigned to: `a = b.c`."""
    for node in _top(tree.body):
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


def _listed(fragment: Fragment, node: ast.stmt) -> Iterator[str]:
    inner = node.value if isinstance(node, ast.Expr) else node
    yield from fragment.namespace.exported(inner)


def _strings_listed(fragment: Fragment, node: ast.stmt) -> Iterator[ast.Constant]:
    names = frozenset(_listed(fragment, node))
    for inner in ast.walk(node) if names else ():
        if isinstance(inner, ast.Constant) and inner.value in names:
            yield inner


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


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
