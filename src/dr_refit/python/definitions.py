"""Statements and scopes: what binds a name, in the order in which Python does."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from dr_refit.names import bound_name
from dr_refit.python.annotations import annotation, last_name
from dr_refit.python.choices import Choice, parts
from dr_refit.python.namespaces import code_of
from dr_refit.python.symbols import At, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dr_refit.python.namespaces import Function
    from dr_refit.python.scope_visitor import ScopeVisitor


#: 1 and 0 are equal to two of them, and have no names of a module either.
_MISSING = (None, True, False)


def imports(visitor: ScopeVisitor, node: ast.Import | ast.ImportFrom, at: At) -> None:
    """Record what an import binds."""
    for alias in node.names:
        if alias.name == "*":
            continue
        local = bound_name(alias)
        at.scope.imports.setdefault(local, []).append(alias)
        if isinstance(node, ast.Import) and not alias.asname:
            at.scope.plain.add(alias)
        if not at.conditional:
            at.scope.settled.add(local)
        visitor.home[alias] = at.scope


def function(
    visitor: ScopeVisitor, node: ast.FunctionDef | ast.AsyncFunctionDef, at: At
) -> None:
    """Visit a function: what is evaluated at its definition, then its body."""
    if at.scope.kind == "module" and visitor.namespace.is_cell(node):
        _cell(visitor, node, at)
        return
    visitor.nodes(node.decorator_list, at)
    _defaults(visitor, node.args, at)
    outer = _type_params(visitor, node, at)
    types = outer._replace(for_types=visitor.postponed)
    for arg in _arguments(node.args):
        annotation(visitor, arg.annotation, types)
    annotation(visitor, node.returns, types)
    visitor.bind(node.name, at)
    _function_body(visitor, node, node.body, outer)


def _cell(visitor: ScopeVisitor, node: Function, at: At) -> None:
    """Visit a cell, whose names are the module's but for private ones."""
    visitor.nodes(node.decorator_list, at)
    visitor.bind(node.name, at)
    inner = _inside(visitor, "function", node, at)
    visitor.nodes(code_of(node), inner)
    scope = inner.scope
    for name in scope.bound | scope.imports.keys():
        if not name.startswith("_"):
            scope.declared.setdefault(name, "cell")


def lambda_(visitor: ScopeVisitor, node: ast.Lambda, at: At) -> None:
    """Visit a lambda, which is a function of one expression."""
    _defaults(visitor, node.args, at)
    _function_body(visitor, node, [node.body], at)


def _defaults(visitor: ScopeVisitor, args: ast.arguments, at: At) -> None:
    """Visit the defaults of arguments, which belong to the scope outside."""
    visitor.nodes(args.defaults, at)
    visitor.nodes(args.kw_defaults, at)


def _function_body(
    visitor: ScopeVisitor,
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
    body: Sequence[ast.AST],
    at: At,
) -> None:
    """Visit what is run when a function is called."""
    inner = _inside(visitor, "function", node, at)
    for arg in _arguments(node.args):
        visitor.bind(arg.arg, inner)
    visitor.nodes(body, inner)


def class_(visitor: ScopeVisitor, node: ast.ClassDef, at: At) -> None:
    """Visit a class, whose name is bound when its body is done."""
    visitor.nodes(node.decorator_list, at)
    outer = _type_params(visitor, node, at)
    visitor.nodes(node.bases, outer)
    visitor.nodes(node.keywords, outer)
    visitor.nodes(node.body, _inside(visitor, "class", node, outer))
    visitor.bind(node.name, at)


def _inside(
    visitor: ScopeVisitor, kind: Literal["function", "class"], node: ast.AST, at: At
) -> At:
    """Open the scope of a body, in which no branch outside matters."""
    scope = visitor.open(Scope(kind, at.scope, node))
    return At(
        scope=scope,
        annotation=at.annotation,
        editable=at.editable,
        choices=at.choices,
    )


def _type_params(
    visitor: ScopeVisitor,
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.TypeAlias,
    at: At,
) -> At:
    """Open the scope of `[T: bound]`, if there is one."""
    if not node.type_params:
        return at
    inner = at._replace(scope=visitor.open(Scope("typeparams", at.scope, node)))
    for param in node.type_params:
        visitor.bind(param.name, inner)  # type: ignore[attr-defined]
        visitor.children(param, inner)
    return inner


def type_alias(visitor: ScopeVisitor, node: ast.TypeAlias, at: At) -> None:
    """Visit `type A[T] = value`, whose value is evaluated later."""
    visitor.visit(node.name, at)
    outer = _type_params(visitor, node, at)
    scope = visitor.open(Scope("typeparams", outer.scope, node))
    visitor.visit(node.value, outer._replace(scope=scope))


def comprehension(
    visitor: ScopeVisitor,
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    at: At,
) -> None:
    """Visit a comprehension, whose first iterable belongs to the scope outside."""
    first, *others = node.generators
    visitor.visit(first.iter, at)
    scope = visitor.open(Scope("comprehension", at.scope, node))
    inner = at._replace(scope=scope)
    visitor.visit(first.target, inner)
    visitor.nodes(first.ifs, inner)
    visitor.nodes(others, inner)
    parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    visitor.nodes(parts, inner)


def walrus(visitor: ScopeVisitor, node: ast.NamedExpr, at: At) -> None:
    """Visit [y := f(x) for x in xs], which binds y outside the comprehension."""
    visitor.visit(node.value, at)
    owner = next(s for s in at.scope.outwards() if s.kind != "comprehension")
    visitor.bind(node.target.id, at._replace(scope=owner))


def assign(visitor: ScopeVisitor, node: ast.Assign, at: At) -> None:
    """Visit a = b: first b, then a."""
    visitor.exported.update(visitor.namespace.exported(node))
    visitor.visit(node.value, at)
    missing = isinstance(node.value, ast.Constant) and node.value.value in _MISSING
    for target in node.targets:
        if missing and isinstance(target, ast.Name):
            # try: import a
            # except ImportError: a = None
            visitor.bind(target.id, at, missing=True)
        else:
            visitor.visit(target, at)


def augmented(visitor: ScopeVisitor, node: ast.AugAssign, at: At) -> None:
    """Visit a += b, which reads a."""
    visitor.exported.update(visitor.namespace.exported(node))
    if isinstance(node.target, ast.Name):
        visitor.hidden(node.target.id, node.target, at)
    visitor.visit(node.value, at)
    visitor.visit(node.target, at)


def annotated(visitor: ScopeVisitor, node: ast.AnnAssign, at: At) -> None:
    """Visit a: T = b: b, then a, then T."""
    visitor.exported.update(visitor.namespace.exported(node))
    if last_name(node.annotation) == "TypeAlias":
        annotation(visitor, node.value, at)
    elif node.value is not None:
        visitor.visit(node.value, at)
    # a: T  makes a function's a local, and binds nothing in a class.
    if node.value is not None or not isinstance(node.target, ast.Name):
        visitor.visit(node.target, at)
    elif node.simple and at.scope.kind != "class":
        at.scope.bound.add(node.target.id)
        at.scope.valued.add(node.target.id)
    # Those of a function's variables are not evaluated in any case.
    unused = visitor.postponed or (node.simple and at.scope.kind == "function")
    annotation(visitor, node.annotation, at._replace(for_types=bool(unused)))


def branch(visitor: ScopeVisitor, node: ast.AST, at: At) -> None:
    """Visit what may be run, or not."""
    inner = at._replace(conditional=True)
    for nodes, number in parts(node):
        where = inner
        if number is not None:
            where = inner._replace(choices=(*at.choices, Choice(node, number)))
        visitor.nodes(nodes, where)


def loop(
    visitor: ScopeVisitor, node: ast.For | ast.AsyncFor | ast.While, at: At
) -> None:
    """Visit what may be run again."""
    inner = at._replace(conditional=True, in_loop=True)
    if isinstance(node, ast.While):
        visitor.visit(node.test, inner)
    else:
        visitor.visit(node.iter, at)
        visitor.visit(node.target, inner)
    visitor.nodes(node.body, inner)
    visitor.nodes(node.orelse, inner)


def handler(visitor: ScopeVisitor, node: ast.ExceptHandler, at: At) -> None:
    """Visit `except T as e`."""
    visitor.nodes([node.type], at)
    if node.name:
        visitor.bind(node.name, at)
    visitor.nodes(node.body, at)


def capture(
    visitor: ScopeVisitor, node: ast.MatchAs | ast.MatchStar | ast.MatchMapping, at: At
) -> None:
    """Visit a pattern that binds a name."""
    visitor.children(node, at)
    name = node.rest if isinstance(node, ast.MatchMapping) else node.name
    if name:
        visitor.bind(name, at)


def declare(_: ScopeVisitor, node: ast.Global | ast.Nonlocal, at: At) -> None:
    """Record whose the names are."""
    how: Literal["global", "nonlocal"] = "nonlocal"
    if isinstance(node, ast.Global):
        how = "global"
    at.scope.declared.update(dict.fromkeys(node.names, how))


def _arguments(args: ast.arguments) -> list[ast.arg]:
    every = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
    return [arg for arg in every if arg is not None]


STATEMENTS: dict[type[ast.AST], Callable[..., None]] = {
    ast.Import: imports,
    ast.ImportFrom: imports,
    ast.FunctionDef: function,
    ast.AsyncFunctionDef: function,
    ast.Lambda: lambda_,
    ast.ClassDef: class_,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.DictComp: comprehension,
    ast.GeneratorExp: comprehension,
    ast.NamedExpr: walrus,
    ast.Assign: assign,
    ast.AugAssign: augmented,
    ast.AnnAssign: annotated,
    ast.TypeAlias: type_alias,
    ast.If: branch,
    ast.IfExp: branch,
    ast.For: loop,
    ast.AsyncFor: loop,
    ast.While: loop,
    ast.Try: branch,
    ast.TryStar: branch,
    ast.Match: branch,
    ast.ExceptHandler: handler,
    ast.MatchAs: capture,
    ast.MatchStar: capture,
    ast.MatchMapping: capture,
    ast.Global: declare,
    ast.Nonlocal: declare,
}
