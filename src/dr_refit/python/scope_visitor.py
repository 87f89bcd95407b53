"""A walk over `ast` that fills scopes, in the order in which Python binds names."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING, Literal

from dr_refit.python.symbols import Reference, Scope, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Calls whose first argument is an object and whose second names its attribute.
_BY_NAME = frozenset({"getattr", "hasattr", "setattr", "delattr", "object"})

#: What is subscripted by types, which may stand in strings.
_GENERIC = frozenset(
    {"Annotated", "Callable", "ClassVar", "Dict", "Final", "FrozenSet", "Generic"}
    | {"Iterable", "Iterator", "List", "Mapping", "Optional", "Protocol", "Sequence"}
    | {"Set", "Tuple", "Type", "TypeGuard", "TypeIs", "Union"}
    | {"dict", "frozenset", "list", "set", "tuple", "type"}
)


class ScopeVisitor:
    """Collects the scopes below one, and every use of the names asked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self.wanted = frozenset(names)
        self.uses: list[Reference] = []
        self.exported: set[str] = set()
        self.home: dict[ast.alias, Scope] = {}
        self.text: Text | None = None
        self.fixed = False
        #: How many branches and loops are around; an `if` may not be run at all.
        self.branches = self.loops = 0
        self.dispatch: dict[type[ast.AST], Callable[..., None]] = {
            ast.Name: self.name,
            ast.Attribute: self.attribute,
            ast.Constant: self.constant,
            ast.JoinedStr: self.f_string,
            ast.Subscript: self.subscript,
            ast.Import: self.imports,
            ast.ImportFrom: self.imports,
            ast.FunctionDef: self.function,
            ast.AsyncFunctionDef: self.function,
            ast.Lambda: self.lambda_,
            ast.ClassDef: self.class_,
            ast.ListComp: self.comprehension,
            ast.SetComp: self.comprehension,
            ast.DictComp: self.comprehension,
            ast.GeneratorExp: self.comprehension,
            ast.NamedExpr: self.walrus,
            ast.Assign: self.assign,
            ast.AugAssign: self.augmented,
            ast.AnnAssign: self.annotated,
            ast.TypeAlias: self.type_alias,
            ast.If: self.branch,
            ast.For: self.loop,
            ast.AsyncFor: self.loop,
            ast.While: self.loop,
            ast.Try: self.branch,
            ast.TryStar: self.branch,
            ast.Match: self.branch,
            ast.ExceptHandler: self.handler,
            ast.MatchAs: self.capture,
            ast.MatchStar: self.capture,
            ast.MatchMapping: self.capture,
            ast.Global: self.declare,
            ast.Nonlocal: self.declare,
            ast.Call: self.call,
        }

    def visit(self, node: ast.AST, scope: Scope) -> None:
        """Visit one node."""
        method = self.dispatch.get(type(node))
        if method is not None:
            method(node, scope)
        else:
            self.children(node, scope)

    def children(self, node: ast.AST, scope: Scope) -> None:
        """Visit what is in a node, in the order of the grammar."""
        for field in node._fields:
            value = getattr(node, field)
            if type(value) is list:
                for item in value:
                    if isinstance(item, ast.AST):
                        self.visit(item, scope)
            elif isinstance(value, ast.AST):
                self.visit(value, scope)

    def block(self, nodes: Iterable[ast.AST | None], scope: Scope) -> None:
        """Visit nodes one by one."""
        for node in nodes:
            if node is not None:
                self.visit(node, scope)

    # Names

    def bind(self, name: str, scope: Scope) -> None:
        """Note that a scope binds a name."""
        scope.bound.add(name)
        if not self.branches:
            scope.settled.add(name)

    def name(self, node: ast.Name, scope: Scope) -> None:
        """Note a use, or a binding."""
        if isinstance(node.ctx, ast.Store):
            self.bind(node.id, scope)
        elif isinstance(node.ctx, ast.Del):
            scope.bound.add(node.id)
            scope.settled.discard(node.id)
        else:
            self._use(node, node, scope)

    def attribute(self, node: ast.Attribute, scope: Scope) -> None:
        """Note the use of a chain a.b.c."""
        base: ast.expr = node
        while isinstance(base, ast.Attribute):
            base = base.value
        if isinstance(base, ast.Name):
            self._use(base, node, scope)
        else:
            self.visit(base, scope)

    def _use(self, name: ast.Name, node: ast.expr, scope: Scope) -> None:
        scope.read.add(name.id)
        if name.id not in self.wanted:
            return
        bound = True if name.id in scope.settled else None
        if not scope.binds(name.id) and not self.loops:
            bound = False
        use = Reference(
            scope=scope,
            name=name,
            node=node,
            text=self.text,
            fixed=self.fixed,
            bound=bound,
        )
        self.uses.append(use)

    def imports(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        """Note what an import binds."""
        for alias in node.names:
            if alias.name == "*":
                continue
            local = alias.asname or alias.name.partition(".")[0]
            scope.imports.setdefault(local, []).append(alias)
            if isinstance(node, ast.Import) and not alias.asname:
                scope.plain.add(alias)
            if not self.branches:
                scope.settled.add(local)
            self.home[alias] = scope

    # Scopes

    def function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope
    ) -> None:
        """Visit a function: what is evaluated at its definition, then its body."""
        self.block(node.decorator_list, scope)
        self._defaults(node.args, scope)
        outer = self._type_params(node.type_params, scope)
        for arg in _arguments(node.args):
            self.annotation(arg.annotation, outer)
        self.annotation(node.returns, outer)
        self.bind(node.name, scope)
        if _is_marimo_cell(node):
            self.exported.update(_returned(node))
        self._inside("function", node.body, outer, _arguments(node.args))

    def lambda_(self, node: ast.Lambda, scope: Scope) -> None:
        """Visit a lambda."""
        self._defaults(node.args, scope)
        self._inside("function", [node.body], scope, _arguments(node.args))

    def _defaults(self, args: ast.arguments, scope: Scope) -> None:
        self.block(args.defaults, scope)
        self.block(args.kw_defaults, scope)

    def class_(self, node: ast.ClassDef, scope: Scope) -> None:
        """Visit a class, whose name is bound when its body is done."""
        self.block(node.decorator_list, scope)
        outer = self._type_params(node.type_params, scope)
        self.block(node.bases, outer)
        self.block(node.keywords, outer)
        self._inside("class", node.body, outer, [])
        self.bind(node.name, scope)

    def _inside(
        self,
        kind: Literal["function", "class"],
        body: Iterable[ast.AST],
        outer: Scope,
        args: list[ast.arg],
    ) -> None:
        around = self.branches, self.loops
        self.branches = self.loops = 0
        inner = Scope(kind, outer)
        for arg in args:
            self.bind(arg.arg, inner)
        self.block(body, inner)
        self.branches, self.loops = around

    def _type_params(self, params: list[ast.type_param], scope: Scope) -> Scope:
        if not params:
            return scope
        inner = Scope("typeparams", scope)
        for param in params:
            self.bind(param.name, inner)  # type: ignore[attr-defined]
            self.children(param, inner)
        return inner

    def type_alias(self, node: ast.TypeAlias, scope: Scope) -> None:
        """Visit `type A[T] = value`, whose value is evaluated later."""
        self.visit(node.name, scope)
        outer = self._type_params(node.type_params, scope)
        self.visit(node.value, Scope("typeparams", outer))

    def comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
        scope: Scope,
    ) -> None:
        """Visit a comprehension, whose first iterable belongs to the scope outside."""
        first, *others = node.generators
        self.visit(first.iter, scope)
        inner = Scope("comprehension", scope)
        self.visit(first.target, inner)
        self.block(first.ifs, inner)
        self.block(others, inner)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self.block(parts, inner)

    # Statements

    def walrus(self, node: ast.NamedExpr, scope: Scope) -> None:
        """Visit [y := f(x) for x in xs], which binds y outside the comprehension."""
        self.visit(node.value, scope)
        owner = scope
        while owner.kind == "comprehension" and owner.parent is not None:
            owner = owner.parent
        self.bind(node.target.id, owner)

    def assign(self, node: ast.Assign, scope: Scope) -> None:
        """Visit a = b: first b, then a."""
        self._export(node.targets, node.value)
        self.visit(node.value, scope)
        self.block(node.targets, scope)

    def augmented(self, node: ast.AugAssign, scope: Scope) -> None:
        """Visit a += b."""
        self._export([node.target], node.value)
        self.visit(node.value, scope)
        self.visit(node.target, scope)

    def annotated(self, node: ast.AnnAssign, scope: Scope) -> None:
        """Visit a: T = b: b, then a, then T."""
        self._export([node.target], node.value)
        alias = _last_name(node.annotation) == "TypeAlias"
        if alias:
            self.annotation(node.value, scope)
        elif node.value is not None:
            self.visit(node.value, scope)
        # a: T  makes a function's a local, and binds nothing in a class.
        name = isinstance(node.target, ast.Name)
        if node.value is not None or not name:
            self.visit(node.target, scope)
        elif node.simple and scope.kind != "class":
            assert isinstance(node.target, ast.Name)
            scope.bound.add(node.target.id)
        self.annotation(node.annotation, scope)

    def branch(self, node: ast.AST, scope: Scope) -> None:
        """Visit what may be run, or not."""
        self.branches += 1
        self.children(node, scope)
        self.branches -= 1

    def loop(self, node: ast.For | ast.AsyncFor | ast.While, scope: Scope) -> None:
        """Visit what may be run again; a name bound below may be bound above."""
        if not isinstance(node, ast.While):
            self.visit(node.iter, scope)
        self.loops += 1
        self.branches += 1
        if isinstance(node, ast.While):
            self.visit(node.test, scope)
        else:
            self.visit(node.target, scope)
        self.block(node.body, scope)
        self.block(node.orelse, scope)
        self.loops -= 1
        self.branches -= 1

    def handler(self, node: ast.ExceptHandler, scope: Scope) -> None:
        """Visit `except T as e`."""
        self.block([node.type], scope)
        if node.name:
            self.bind(node.name, scope)
        self.block(node.body, scope)

    def capture(
        self, node: ast.MatchAs | ast.MatchStar | ast.MatchMapping, scope: Scope
    ) -> None:
        """Visit a pattern that binds a name."""
        self.children(node, scope)
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name:
            self.bind(name, scope)

    def declare(self, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
        """Note whose the names are."""
        how: Literal["global", "nonlocal"] = "nonlocal"
        if isinstance(node, ast.Global):
            how = "global"
        scope.declared.update(dict.fromkeys(node.names, how))

    def _export(self, targets: list[ast.expr], value: ast.expr | None) -> None:
        if any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets):
            self._export_strings(value)

    def _export_strings(self, value: ast.AST | None) -> None:
        for part in ast.walk(value) if value is not None else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                self.exported.add(part.value)

    # Expressions

    def constant(self, node: ast.Constant, scope: Scope) -> None:
        """Pass: nothing in it is a name."""

    def f_string(self, node: ast.JoinedStr, scope: Scope) -> None:
        """Visit f"{a} {b=}"; the text of b= is part of the string."""
        before: ast.expr | None = None
        for part in node.values:
            around = self.fixed
            self.fixed = around or _shows_itself(before, part)
            self.visit(part, scope)
            self.fixed = around
            before = part

    def subscript(self, node: ast.Subscript, scope: Scope) -> None:
        """Visit a[b]; the strings of Optional["a.b"] are types."""
        if _last_name(node.value) in _GENERIC:
            self.annotation(node, scope)
        else:
            self.children(node, scope)

    def call(self, node: ast.Call, scope: Scope) -> None:
        """Visit a call; some take types, or attributes, as strings."""
        called = _last_name(node.func)
        types = _type_arguments(called, node)
        if called in {"extend", "append"} and _base_name(node.func) == "__all__":
            self._export_strings(node)
        before = len(self.uses)
        self.visit(node.func, scope)
        for argument in node.args:
            if argument in types:
                self.annotation(argument, scope)
            else:
                self.visit(argument, scope)
        for keyword in node.keywords:
            if keyword.value in types:
                self.annotation(keyword.value, scope)
            else:
                self.visit(keyword.value, scope)
        if called in _BY_NAME and len(node.args) > 1:
            # getattr(a.b, "f"), patch.object(a.b, "f"), monkeypatch.setattr(a.b, "f")
            attribute = node.args[1]
            for use in self.uses[before:]:
                if use.node is node.args[0] and isinstance(attribute, ast.Constant):
                    use.dynamic = str(attribute.value)

    def annotation(self, node: ast.expr | None, scope: Scope) -> None:
        """Visit an annotation, the strings in it included."""
        match node:
            case None:
                return
            case ast.Constant(value=str(text)):
                self._string(node, text, scope)
            case ast.Subscript():
                self.visit(node.value, scope)
                special = _last_name(node.value)
                if special == "Literal":
                    self.visit(node.slice, scope)
                elif special == "Annotated" and isinstance(node.slice, ast.Tuple):
                    self.annotation(node.slice.elts[0], scope)
                    self.block(node.slice.elts[1:], scope)
                else:
                    self.annotation(node.slice, scope)
            case ast.Tuple() | ast.List():
                for part in node.elts:
                    self.annotation(part, scope)
            case ast.Dict():
                for value in node.values:
                    self.annotation(value, scope)
            case ast.Starred():
                self.annotation(node.value, scope)
            case ast.BinOp():
                self.annotation(node.left, scope)
                self.annotation(node.right, scope)
            case _:
                self.visit(node, scope)

    def _string(self, node: ast.Constant, text: str, scope: Scope) -> None:
        around = self.text, self.fixed
        for opening, closing in (("(", "\n)"), ("_[", "\n]")):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    tree = ast.parse(f"{opening}{text}{closing}", mode="eval")
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            inner = tree.body
            if opening == "_[":
                # *args: "*tuple[a.b]"
                assert isinstance(inner, ast.Subscript)
                inner = inner.slice
            # A string in a string is not where its tree says.
            self.fixed = self.fixed or self.text is not None
            self.text = self.text or Text(node, len(opening))
            self.annotation(inner, scope)
            break
        self.text, self.fixed = around


def _shows_itself(before: ast.expr | None, part: ast.expr) -> bool:
    # f"{a.b()=}" is the text "a.b()=" and then the value.
    if not isinstance(before, ast.Constant) or not isinstance(part, ast.FormattedValue):
        return False
    text, value = (
        re.sub(r"\s", "", code).replace('"', "'")
        for code in (str(before.value), ast.unparse(part.value))
    )
    return text.endswith(f"{value}=")


def _type_arguments(called: str, node: ast.Call) -> list[ast.expr]:
    """List the arguments of a call that are types, or hold some."""
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    match called:
        case "cast":
            found = [*node.args[:1], named.get("typ")]
        case "TypeVar":
            found = [*node.args[1:], named.get("bound"), named.get("default")]
        case "NewType" | "TypedDict" | "NamedTuple":
            found = [*node.args[1:2], named.get("tp")]
        case _:
            found = []
    return [argument for argument in found if argument is not None]


def _arguments(args: ast.arguments) -> list[ast.arg]:
    every = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
    return [arg for arg in every if arg is not None]


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return node.attr
        case _:
            return ""


def _base_name(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return _last_name(node)


def _is_marimo_cell(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
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
