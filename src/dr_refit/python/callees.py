"""What the expressions of a file mean that are names, or are bound to some."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.python import string_calls as calls
from dr_refit.python.annotations import last_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dr_refit.python.facts import Facts
    from dr_refit.python.symbols import Reference, Scope

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (
    *_FUNCTIONS,
    ast.ClassDef,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


class Callees:
    """The names, and what they mean, of one file."""

    def __init__(self, facts: Facts, roots: Collection[str]) -> None:
        self._tree = facts.source.tree
        #: Every node but the tree itself -> the one that it is in.
        self.parents: dict[ast.AST, ast.AST] = {}
        todo: list[ast.AST] = [self._tree]
        while todo:
            node = todo.pop()
            for child in ast.iter_child_nodes(node):
                # `ctx` is the same object everywhere.
                if hasattr(child, "lineno") or child._fields:
                    self.parents[child] = node
                    todo.append(child)
        names = {node.id for node in self.parents if isinstance(node, ast.Name)}
        self._scopes = facts.whole_scopes(names.union(roots))
        self._imported = {alias.alias: alias for alias in facts.imports}
        self._by_node: dict[ast.expr, Reference] = {}
        #: Literals that are types.
        self.types: set[ast.AST] = set()
        #: What names of scopes are surely bound to; empty: it is unknown.
        self._bound_to: dict[tuple[Scope, str], str] = {}
        self._uses: dict[tuple[Scope | None, str], list[Reference]] = {}
        for one in self._scopes.references:
            if one.annotation_literal is not None:
                self.types.add(one.annotation_literal.outermost)
                continue
            self._by_node[one.node] = one
            for home in self._scopes.homes(one):
                self._uses.setdefault((home, one.name.id), []).append(one)

    @cached_property
    def _opened(self) -> dict[ast.AST | None, Scope]:
        return {one.node: one for one in self._scopes.all if one.kind != "typeparams"}

    def all_uses(self, name: ast.Name, at: ast.AST) -> list[Reference]:
        """List the references to a name that nothing else binds; none if something."""
        scope = self._scope_of(at)
        if scope is None or name.id in scope.declared or name.id in scope.imports:
            return []
        inside = ast.walk(scope.node or self._tree)
        if sum(_binds(node, name.id) for node in inside) != 1:
            return []
        return self._uses.get((scope, name.id), [])

    def _scope_of(self, node: ast.AST) -> Scope | None:
        here: ast.AST | None = node
        while here is not None and not isinstance(here, _SCOPES):
            here = self.parents.get(here)
        return self._opened.get(here)

    def meaning(self, node: ast.expr) -> str:
        """Return the dotted name that an expression surely means; empty: none."""
        use = self._by_node.get(node)
        if use is None:
            return ""
        found = {self._bound(home, use.name.id) for home in self._scopes.homes(use)}
        base = found.pop() if len(found) == 1 else ""
        rest = "".join(f".{attr}" for attr in use.attrs)
        return calls.canonical(base + rest) if base else ""

    def _bound(self, home: Scope | None, name: str) -> str:
        """Return what a name of a scope means."""
        if home is None:
            return f"builtins.{name}"
        imported = {
            calls.canonical(
                name
                if self._imported[alias].is_plain_import
                else self._imported[alias].target
            )
            for alias in home.imports.get(name, ())
        }
        if name not in home.bound:
            return imported.pop() if len(imported) == 1 else ""
        if (home, name) not in self._bound_to:
            # a = a.b
            self._bound_to[home, name] = ""
            values = [] if imported else [*self._values(home, name)]
            self._bound_to[home, name] = values[0] if len(values) == 1 else ""
        return self._bound_to[home, name]

    def _values(self, home: Scope, name: str) -> Iterator[str]:
        """Yield what each binding of a name in a scope means."""
        for node in ast.walk(home.node or self._tree):
            if not _binds(node, name):
                continue
            parent = self.parents[node]
            match node, parent:
                case ast.arg(annotation=annotation), _:
                    known = _type_name(annotation)
                    yield calls.TYPES.get(known) or calls.FIXTURES.get(name, "")
                case _, ast.Assign(targets=[_], value=value):
                    yield self._value(value)
                case _, ast.withitem(context_expr=value):
                    yield self._value(value)
                case _:
                    yield ""

    def _value(self, value: ast.expr) -> str:
        if isinstance(value, ast.Call):
            # mp = pytest.MonkeyPatch()    with monkeypatch.context() as mp:
            made = self.meaning(value.func)
            return made if made == calls.MONKEYPATCH else ""
        return self.meaning(value)


def _type_name(annotation: ast.expr | None) -> str:
    if isinstance(annotation, ast.Constant):
        return str(annotation.value).rpartition(".")[2]
    return last_name(annotation) if annotation is not None else ""


def _binds(node: ast.AST, name: str) -> bool:
    """Return whether a node binds a name, or may."""
    match node:
        case ast.Name(id=bound, ctx=ast.Store() | ast.Del()):
            return bound == name
        case ast.arg(arg=bound) | ast.ExceptHandler(name=bound):
            return bound == name
        case ast.alias():
            return name in {node.asname, node.name}
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name == name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return name in names
        case ast.MatchAs(name=bound) | ast.MatchStar(name=bound):
            return bound == name
    return False
