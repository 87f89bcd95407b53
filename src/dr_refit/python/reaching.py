"""Which bindings of a name each use of it may see."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from dr_refit.names import bound_name
from dr_refit.python.namespaces import own_name, stores, updated
from dr_refit.python.nodes import children, walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class Bound(NamedTuple):
    """One binding of a name."""

    #: What is bound: the value itself, an element of it, or the argument of a function.
    #: `other`: it cannot be told.
    how: Literal["value", "element", "argument", "other"]
    node: ast.AST


type _State = frozenset[Bound]

_NOTHING: _State = frozenset()
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def reaching(
    name: str, scope: ast.AST, loads: Collection[ast.AST]
) -> Mapping[ast.AST, _State]:
    """Map each load of a name of one scope to the bindings that it may see.

    `loads`: those in functions inside the scope see every binding of it.
    """
    flow = _Flow(name, loads)
    flow.run(scope)
    return {load: flow.seen.get(load, flow.every) for load in loads}


class _Loop:
    """Where `break` and `continue` lead."""

    def __init__(self) -> None:
        self.left: _State = _NOTHING
        self.again: _State = _NOTHING


class _Flow:
    """A walk in the order in which code runs; `state` is what the name may be."""

    def __init__(self, name: str, loads: Collection[ast.AST]) -> None:
        self.name = name
        self.loads = loads
        self.state: _State = _NOTHING
        self.every: _State = _NOTHING
        self.seen: dict[ast.AST, _State] = {}
        self.is_module = False
        self.loops: list[_Loop] = []

    def run(self, scope: ast.AST) -> None:
        self.is_module = isinstance(scope, ast.Module)
        if isinstance(scope, _COMPREHENSIONS):
            for one in scope.generators:
                self.target(one.target, "element", one.iter)
            self.seen.clear()
            return
        if isinstance(scope, _FUNCTIONS):
            args = scope.args
            for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs):
                if arg.arg == self.name:
                    self.bind(Bound("argument", arg))
            for rest in (args.vararg, args.kwarg):
                if rest is not None and rest.arg == self.name:
                    self.bind(Bound("other", rest))
        if isinstance(scope, ast.Lambda):
            self.visit(scope.body)
        else:
            self.block(scope.body)  # type: ignore[attr-defined]

    # Bindings

    def bind(self, bound: Bound) -> None:
        self.state = frozenset({bound})
        self.every |= self.state

    def target(
        self, node: ast.AST, how: Literal["value", "element", "other"], value: ast.AST
    ) -> None:
        if isinstance(node, ast.Name):
            if node.id == self.name:
                self.bind(Bound(how, value))
        elif isinstance(node, ast.Tuple | ast.List):
            for one in node.elts:
                self.target(one, "other", one)
        elif isinstance(node, ast.Starred):
            self.target(node.value, "other", node)
        else:
            self.visit(node)

    # Expressions

    def visit(self, node: ast.AST | None) -> None:
        """Visit an expression, or what is run in the order in which it stands."""
        match node:
            case None:
                return
            case ast.Name():
                if node in self.loads:
                    self.seen[node] = self.seen.get(node, _NOTHING) | self.state
                elif node.id == self.name and not isinstance(node.ctx, ast.Load):
                    self.bind(Bound("other", node))
            case ast.NamedExpr():
                self.visit(node.value)
                before = self.state
                self.target(node.target, "value", node.value)
                # a and (b := c)
                self.state |= before
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self.definition(node)
            case ast.Attribute() | ast.Call() | ast.Subscript():
                self.nodes(children(node))
                # globals()["a"] = b
                own = own_name(node) == self.name and stores(node)
                if self.is_module and (own or self.name in updated(node)):
                    self.bind(Bound("other", node))
            case ast.Lambda():
                self.nodes([*node.args.defaults, *node.args.kw_defaults])
            case _:
                self.nodes(children(node))

    def nodes(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            self.visit(node)

    def definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> None:
        """Visit what is evaluated at a definition; its body is run elsewhere."""
        self.nodes(node.decorator_list)
        if isinstance(node, ast.ClassDef):
            self.nodes([*node.bases, *node.keywords])
        else:
            self.nodes([*node.args.defaults, *node.args.kw_defaults])
        if node.name == self.name:
            self.bind(Bound("other", node))

    # Statements

    def block(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign():
                self.visit(node.value)
                for target in node.targets:
                    self.target(target, "value", node.value)
            case ast.AnnAssign():
                self.visit(node.value)
                if node.value is not None:
                    self.target(node.target, "value", node.value)
            case ast.If():
                self.visit(node.test)
                self.branches([node.body, node.orelse])
            case ast.For() | ast.AsyncFor() | ast.While():
                self.loop(node)
            case ast.Try() | ast.TryStar():
                self.guarded(node)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    self.visit(item.context_expr)
                    if item.optional_vars is not None:
                        self.target(item.optional_vars, "other", item)
                # What the body raises may be suppressed.
                self.state |= self.anywhere(node.body)
            case ast.Match():
                self.visit(node.subject)
                self.branches([[case] for case in node.cases] + [[]])
            case ast.Return() | ast.Raise():
                self.nodes(children(node))
                self.state = _NOTHING
            case ast.Break() | ast.Continue():
                if self.loops:
                    if isinstance(node, ast.Break):
                        self.loops[-1].left |= self.state
                    else:
                        self.loops[-1].again |= self.state
                self.state = _NOTHING
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    before = self.state if alias.name == "*" else _NOTHING
                    if bound_name(alias) in {self.name, "*"}:
                        self.bind(Bound("other", alias))
                    # A star binds it, or leaves it as it was.
                    self.state |= before
            case _:
                self.visit(node)

    def branches(self, blocks: Iterable[Sequence[ast.AST]]) -> None:
        """Visit blocks of which one is run."""
        start, ends = self.state, _NOTHING
        for block in blocks:
            self.state = start
            for node in block:
                if isinstance(node, ast.match_case):
                    self.case(node)
                elif isinstance(node, ast.stmt):
                    self.statement(node)
            ends |= self.state
        self.state = ends

    def case(self, node: ast.match_case) -> None:
        for part in walk(node.pattern):
            rest = part.rest if isinstance(part, ast.MatchMapping) else None
            if self.name in {getattr(part, "name", None), rest}:
                self.bind(Bound("other", part))
        self.nodes([node.pattern, node.guard])
        self.block(node.body)

    def loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        if not isinstance(node, ast.While):
            self.visit(node.iter)
        here = _Loop()
        self.loops.append(here)
        start = self.state
        for _ in range(2):
            # What the body binds may be seen above, the next time.
            self.state |= start | here.again
            if isinstance(node, ast.While):
                self.visit(node.test)
                self.block(node.body)
            else:
                before = self.state
                self.target(node.target, "element", node.iter)
                self.block(node.body)
                self.state |= before
        self.loops.pop()
        self.state |= start | here.again
        self.block(node.orelse)
        self.state |= here.left

    def guarded(self, node: ast.Try | ast.TryStar) -> None:
        inside = self.anywhere(node.body)
        after = self.state
        ends = _NOTHING
        for handler in node.handlers:
            self.state = inside
            self.visit(handler.type)
            if handler.name == self.name:
                self.bind(Bound("other", handler))
            inside |= self.anywhere(handler.body)
            ends |= self.state
        self.state = after
        inside |= self.anywhere(node.orelse)
        ends |= self.state
        if node.finalbody:
            self.state = ends | inside
            self.anywhere(node.finalbody)
            self.state = ends
            self.block(node.finalbody)
        else:
            self.state = ends

    def anywhere(self, block: Sequence[ast.stmt]) -> _State:
        """Visit a block; return all that the name may be on the way through it."""
        start, known = self.state, self.every
        self.every = _NOTHING
        self.block(block)
        bound = self.every
        self.every |= known
        return start | bound
