"""What the expressions of a file mean that are names, or are bound to some."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.names import leaf
from dr_refit.python import parameters
from dr_refit.python import string_calls as calls
from dr_refit.python.annotations import last_name
from dr_refit.python.mangling import spellings
from dr_refit.python.parents import inside
from dr_refit.python.sinks import SAME
from dr_refit.python.words import word_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

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


#: What the names consist of that anybody asks for.
_PARTS = frozenset(
    part
    for name in (
        *calls.CALLS,
        *calls.OF_DISTRIBUTIONS,
        *calls.ALIASES,
        *calls.FIXTURES.values(),
        calls.PARAMETRIZE,
        calls.PARAM,
        calls.FIXTURE,
        calls.MODULES,
        "builtins.getattr",
        "functools.partial",
        "functools.partialmethod",
        *SAME,
        f"{calls.MONKEYPATCH}.setitem",
        f"{calls.MONKEYPATCH}.delitem",
    )
    for part in name.split(".")
)


#: Decorators of functions that are called as they are written.
_KEEP_PARAMETERS = frozenset({"contextmanager", "asynccontextmanager"})


class _Uses:
    """One name: its scopes, and where it is used."""

    def __init__(self, facts: Facts, name: str) -> None:
        self._name = name
        self._source = facts.source
        self.scopes = facts.scopes({name: None})
        self.opened = {
            one.node: one for one in self.scopes.all if one.kind != "typeparams"
        }
        self.by_node: dict[ast.expr, Reference] = {}
        #: Literals that are types.
        self.types: set[ast.AST] = set()
        self.in_scope: dict[Scope | None, list[Reference]] = {}
        for one in self.scopes.references:
            if one.annotation_literal is not None:
                self.types.add(one.annotation_literal.outermost)
                continue
            self.by_node[one.node] = one
            for home in self.scopes.homes(one):
                self.in_scope.setdefault(home, []).append(one)

    @cached_property
    def _lines(self) -> list[int] | None:
        if self._source.disguised:
            return None
        return self._source.lines_with(*map(word_pattern, spellings(self._name)))

    def binders(self, top: ast.AST) -> Iterator[ast.AST]:
        """Yield what binds the name in a part of the tree, or may."""
        for node in inside(top, self._lines):
            if _binds(node, self._name):
                yield node


class Callees:
    """The names, and what they mean, of one file; each is looked for when asked."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._tree = facts.source.tree
        self._parents = facts.parents
        self._imported = {alias.alias: alias for alias in facts.imports}
        self._known: dict[str, _Uses] = {}
        #: What names of scopes are surely bound to; empty: it is unknown.
        self._bound_to: dict[tuple[Scope, str], str] = {}

    def _uses(self, name: str) -> _Uses:
        if name not in self._known:
            self._known[name] = _Uses(self._facts, name)
        return self._known[name]

    def is_type(self, literal: ast.Constant, name: str) -> bool:
        """Return whether a literal in which a name stands is a type."""
        return literal in self._uses(name).types

    def all_uses(self, name: ast.Name, at: ast.AST) -> list[Reference] | None:
        """List the references to a name that nothing else binds; None if something."""
        uses = self._uses(name.id)
        scope = uses.opened.get(self.opening(at))
        if scope is None or name.id in scope.declared or name.id in scope.imports:
            return None
        bound = uses.binders(scope.node or self._tree)
        if sum(1 for _ in bound) != 1:
            return None
        return uses.in_scope.get(scope, [])

    def opening(self, node: ast.AST) -> ast.AST | None:
        """Return what opens the scope of a node; None: it is the module's."""
        here: ast.AST | None = node
        while here is not None and not isinstance(here, _SCOPES):
            here = self._parents.of(here)
        return here

    def meaning(self, node: ast.expr) -> str:
        """Return the dotted name that an expression surely means.

        Empty: none, or one that no string is given to.
        """
        base = node
        while isinstance(base, ast.Attribute):
            base = base.value
        is_asked = node is base or last_name(node) in _PARTS
        if not (is_asked and isinstance(base, ast.Name)):
            return ""
        uses = self._uses(base.id)
        use = uses.by_node.get(node)
        if use is None:
            return ""
        found = {self._bound(home, base.id) for home in uses.scopes.homes(use)}
        means = found.pop() if len(found) == 1 else ""
        rest = "".join(f".{attr}" for attr in use.attrs)
        return calls.canonical(means + rest) if means else ""

    def defined(self, node: ast.expr) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """Return the function that a name surely means, as it is written."""
        if not isinstance(node, ast.Name):
            return None
        uses = self._uses(node.id)
        use = uses.by_node.get(node)
        homes = uses.scopes.homes(use) if use is not None else ()
        if len(homes) != 1 or (home := next(iter(homes))) is None:
            return None
        if node.id in home.imports or home.kind == "class":
            return None
        match [*uses.binders(home.node or self._tree)]:
            case [ast.FunctionDef() as one]:
                decorators = {last_name(each) for each in one.decorator_list}
                return one if decorators <= _KEEP_PARAMETERS else None
        return None

    def _binder(self, node: ast.Name) -> ast.AST | None:
        """Return all that binds a name, if it is one node and no import."""
        uses = self._uses(node.id)
        use = next((one for one in uses.by_node.values() if one.name is node), None)
        homes = uses.scopes.homes(use) if use is not None else ()
        if len(homes) != 1 or (home := next(iter(homes))) is None:
            return None
        binders = [*uses.binders(home.node or self._tree)]
        is_sole = len(binders) == 1 and node.id not in home.imports
        return binders[0] if is_sole else None

    def is_loop(self, node: ast.Name) -> bool:
        """Return whether a loop binds a name, over what nobody sees."""
        binder = self._binder(node)
        target = self._parents.of(binder) if binder is not None else None
        if isinstance(target, ast.Tuple | ast.List):
            target = self._parents.of(target)
        is_bound = isinstance(target, ast.For | ast.AsyncFor | ast.comprehension)
        return is_bound and not self.values(node)

    def values(self, node: ast.Name) -> list[ast.expr]:
        """List the expressions of which a name is surely one; none: it may be any."""
        binder = self._binder(node)
        match self._parents.of(binder) if binder is not None else None:
            case ast.Assign(targets=[_], value=value) | ast.AnnAssign(value=value):
                return [value] if value is not None else []
            case (
                ast.For(target=target, iter=ast.List(elts=elts) | ast.Tuple(elts=elts))
                | ast.comprehension(
                    target=target, iter=ast.List(elts=elts) | ast.Tuple(elts=elts)
                )
            ) if target is binder:
                return elts
            case ast.arguments() if isinstance(binder, ast.arg):
                return self._parametrized(binder)
        return []

    def _parametrized(self, argument: ast.arg) -> list[ast.expr]:
        """List the values of an argument by `@pytest.mark.parametrize`."""
        function = next(self._parents.around(argument), None)
        function = self._parents.of(function) if function else None
        found: list[ast.expr] = []
        for call in getattr(function, "decorator_list", ()):
            if not (
                isinstance(call, ast.Call)
                and self.meaning(call.func) == calls.PARAMETRIZE
            ):
                continue
            names = parameters.argnames(calls.argument_at(call, 0, "argnames"))
            cases = getattr(calls.argument_at(call, 1, "argvalues"), "elts", [])
            if argument.arg in names:
                place = names.index(argument.arg) if len(names) > 1 else -1
                found += [self._of_case(case, place) for case in cases]
        return found

    def _of_case(self, case: ast.expr, place: int) -> ast.expr:
        """Return a value of one case: (1, 2), pytest.param(1, 2)."""
        held = getattr(case, "elts", None) if place >= 0 else None
        if isinstance(case, ast.Call) and self.meaning(case.func) == calls.PARAM:
            held = case.args
        return held[max(place, 0)] if held and place < len(held) else case

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
        for node in self._uses(name).binders(home.node or self._tree):
            parent = self._parents.of(node)
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
        return leaf(str(annotation.value))
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
