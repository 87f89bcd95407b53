"""What a module does while it is loaded, as far as other modules matter."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from dr_refit.names import bound_name
from dr_refit.python.annotations import last_name
from dr_refit.python.chains import dotted_name
from dr_refit.python.imports import absolute
from dr_refit.python.nodes import children, walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Event(NamedTuple):
    """One thing that is done.

    load: `import a.b`; take: `from a import b`; star: `from a import *`, and b is used;
    use: `a.b` is evaluated; reach: a.b may be evaluated later; bind: a name of the
    module is bound.
    """

    kind: Literal["load", "take", "star", "use", "reach", "bind"]
    #: Absolute; of a bound name the name alone.
    dotted: str
    #: Nobody sees that it fails.
    guarded: bool = False
    #: What was imported, of which it is used as an attribute; empty: it is that itself.
    base: str = ""


def read_events(tree: ast.Module, package: str) -> list[Event]:
    """List what a module of a package does while it is loaded, in order."""
    reader = _Reader(tree, package)
    reader.all(tree.body)
    return reader.events


class _Reader:
    def __init__(self, tree: ast.Module, package: str) -> None:
        self.events: list[Event] = []
        self._package = package
        self._guarded = False
        #: Local name -> what is imported under it.
        self._imported: dict[str, str] = {}
        #: The functions that are there so far, and were not called, by what calls them.
        self._functions: dict[str, ast.FunctionDef] = {}
        #: In a function the names that are the module's there.
        self._globals: set[str] | None = None
        #: Local name -> the attributes of it that any code uses.
        self._chains: dict[str, set[str]] = defaultdict(set)
        self._used: set[str] = set()
        for node in walk(tree):
            if isinstance(node, ast.Attribute):
                name, _, rest = dotted_name(node).partition(".")
                self._chains[name].add(rest)
            elif isinstance(node, ast.Name):
                self._used.add(node.id)

    def _say(self, kind: Literal["load", "take", "star", "reach"], dotted: str) -> None:
        self.events.append(Event(kind, dotted, self._guarded))

    def all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self._visit(node)

    def _visit(self, node: ast.AST) -> None:
        match node:
            case ast.Import() | ast.ImportFrom():
                self._import(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                # Annotations may be evaluated late, or never.
                self.all([*node.decorator_list, *node.args.defaults])
                self.all(node.args.kw_defaults)
                self._call(node.decorator_list)
                self._define(node)
            case ast.Call(func=function):
                self.all(children(node))
                self._call([function])
            case ast.ClassDef():
                self.all([*node.decorator_list, *node.bases, *node.keywords])
                self.all(node.body)
                self._call(node.decorator_list)
                self._define(node)
            case ast.Lambda():
                self.all(node.args.defaults)
            case ast.If(test=test) if last_name(test) == "TYPE_CHECKING":
                self.all(node.orelse)
            case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
                return
            case ast.Try() | ast.TryStar():
                before, self._guarded = self._guarded, True
                self.all(node.body)
                self._guarded = before
                self.all([*node.orelse, *node.finalbody])
            case ast.Name(ctx=ast.Store()):
                self._bind(node.id)
            case ast.Name() | ast.Attribute() if dotted_name(node):
                name, dot, rest = dotted_name(node).partition(".")
                if name in self._imported:
                    base = self._imported[name]
                    use = Event("use", base + dot + rest, self._guarded, dot and base)
                    self.events.append(use)
            case _:
                self.all(children(node))

    def _define(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> None:
        self._bind(node.name)
        if self._globals is not None:
            return
        if isinstance(node, ast.FunctionDef):
            self._functions[node.name] = node
        for one in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(one, ast.FunctionDef):
                above = node.name
                name = above if one.name == "__init__" else f"{above}.{one.name}"
                self._functions[name] = one

    def _call(self, functions: Iterable[ast.expr]) -> None:
        """Visit the bodies of functions that are called; what they bind is their own.

        The body of a generator is not run then.
        """
        for function in functions:
            called: ast.FunctionDef | ast.Lambda | None
            # (lambda: a.b)()
            called = function if isinstance(function, ast.Lambda) else None
            called = called or self._functions.pop(_called(function), None)
            if called is None or any(map(_yields, walk(called))):
                continue
            own = {one.arg for one in walk(called.args) if isinstance(one, ast.arg)}
            before = self._imported, self._globals
            self._imported = {k: v for k, v in before[0].items() if k not in own}
            self._globals = {
                name
                for one in walk(called)
                if isinstance(one, ast.Global)
                for name in one.names
            }
            self.all([called.body] if isinstance(called, ast.Lambda) else called.body)
            self._imported, self._globals = before

    def _bind(self, name: str) -> None:
        if self._globals is None or name in self._globals:
            self.events.append(Event("bind", name))

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        base = absolute(node, self._package) if isinstance(node, ast.ImportFrom) else ""
        for alias in node.names:
            local = bound_name(alias)
            if isinstance(node, ast.Import):
                self._say("load", alias.name)
                means = alias.name if alias.asname else local
            elif not base:
                continue
            else:
                means = f"{base}.{alias.name}"
                self._say("take", means)
                for name in sorted(self._used) if alias.name == "*" else ():
                    self._say("star", f"{base}.{name}")
            for rest in sorted(self._chains.get(local, ())):
                self._say("reach", f"{means}.{rest}")
            self._imported[local] = means
            self._bind(local)


def _called(function: ast.expr) -> str:
    """Return the name of what is called; a method has that of its class before it."""
    match function:
        case ast.Attribute(value=ast.Call(func=ast.Name(id=above)), attr=name):
            # Cls().method()
            return f"{above}.{name}"
        case _:
            return dotted_name(function)


def _yields(node: ast.AST) -> bool:
    return isinstance(node, ast.Yield | ast.YieldFrom)
