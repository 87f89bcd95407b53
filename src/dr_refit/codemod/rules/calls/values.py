"""Where the values go that calls return: through names, containers and loops."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.python.namespaces import returned
from dr_refit.python.nodes import walk
from dr_refit.python.reaching import reaching
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.rules.calls.work import Origin, Work
    from dr_refit.migration.calls import Returned
    from dr_refit.python.reaching import Bound
    from dr_refit.python.symbols import Scope

_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_SCOPES = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef


class Value(NamedTuple):
    """What is known of an expression."""

    type: Returned
    origins: frozenset[Origin]

    @property
    def origin(self) -> Origin:
        """The first call that it comes from."""
        return min(self.origins, key=lambda one: (one.name.lineno, one.name.col_offset))

    def within(self, container: str) -> Value:
        """Return what is known of a list (`l`), or a dict (`d`), of it."""
        inside = container + self.type.inside
        return self._replace(type=self.type._replace(inside=inside))

    @property
    def element(self) -> Value:
        """What is in it."""
        return self._replace(type=self.type.element)


class Variable(NamedTuple):
    """A name that holds a value, in one scope."""

    name: str
    scope: ast.AST


class Values:
    """The expressions of a file whose types are known."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.known: dict[ast.AST, Value] = {}
        #: Loads of names -> the bindings that each may see.
        self.bindings: dict[ast.AST, frozenset[Bound]] = {}
        #: Arguments that have to be of a type.
        self.taken: dict[ast.AST, Returned] = {}
        #: What is bound to names of which it cannot be told where they are bound.
        self.lost: list[Value] = []
        #: Whether each can be followed.
        self._variables: dict[Variable, bool] = {}

    def add(self, node: ast.expr, value: Value) -> None:
        """Follow a value from where it is made."""
        if node in self.known:
            return
        self.known[node] = value
        self._choose(node, value)
        target = self._target(node, value)
        if target is not None:
            self._follow(target, value)

    def _choose(self, node: ast.expr, value: Value) -> None:
        """Follow `a if x else b`, and `a or b`, where both are of one type."""
        match self._work.parents.of(node):
            case ast.IfExp(body=body, orelse=other) as parent:
                choices = [body, other]
            case ast.BoolOp(op=ast.Or(), values=choices) as parent:
                pass
            case _:
                return
        found = [self.known[one] for one in choices if one in self.known]
        if len(found) == len(choices) and {one.type for one in found} == {value.type}:
            origins = frozenset(origin for one in found for origin in one.origins)
            self.add(parent, Value(value.type, origins))

    def is_chosen(self, node: ast.expr) -> bool:
        """Return whether what it is chosen from is followed."""
        parent = self._work.parents.of(node)
        return isinstance(parent, ast.IfExp | ast.BoolOp) and parent in self.known

    def argument(self, node: ast.arg, value: Value) -> None:
        """Follow an argument of a function, whose annotation tells its type."""
        self.known[node] = value
        function = next(
            (
                one
                for one in self._work.parents.around(node)
                if isinstance(one, _SCOPES)
            ),
            None,
        )
        if function is not None:
            self._follow(Variable(node.arg, function), value)

    def element(self, target: ast.Name, value: Value) -> None:
        """Follow what a loop binds to one of several names."""
        self.known[target] = value
        for node in self._work.parents.around(target):
            if isinstance(node, ast.comprehension):
                around = self._comprehension(node)
                if around is not None:
                    self._follow(Variable(target.id, around), value)
                return
            if isinstance(node, ast.For | ast.Assign):
                self._follow(self._variable(target), value)
                return

    def is_member(self, statement: ast.stmt) -> bool:
        """Return whether a statement is of the body of a class."""
        return isinstance(self._work.parents.of(statement), ast.ClassDef)

    def mixed(self) -> Iterator[tuple[ast.AST, Value]]:
        """Yield the loads that may see such a value, and something else."""
        for load, bindings in self.bindings.items():
            if load in self.known:
                continue
            for bound in bindings:
                value = self._bound(bound)
                if value is not None:
                    yield load, value

    def _target(self, node: ast.AST, value: Value) -> Variable | None:
        """Return the name that a value is bound to, if it is one alone."""
        match self._work.parents.of(node):
            case ast.Assign(targets=[ast.Name() as target]):
                return self._variable(target)
            case ast.AnnAssign(target=ast.Name() as target):
                return self._variable(target)
            case ast.NamedExpr(target=target) as walrus:
                self.add(walrus, value)
                return self._variable(target)
            case ast.For(target=ast.Name() as target, iter=iter) if iter is node:
                return self._variable(target) if value.type.inside[:1] == "l" else None
            case ast.comprehension(target=ast.Name() as target, iter=iter) as one:
                if iter is node and value.type.inside[:1] == "l":
                    around = self._comprehension(one)
                    return Variable(target.id, around) if around else None
        return None

    def _comprehension(self, node: ast.comprehension) -> ast.AST | None:
        return next(
            (
                one
                for one in self._work.parents.around(node.iter)
                if isinstance(one, _COMPREHENSIONS) and node in one.generators
            ),
            None,
        )

    def _variable(self, target: ast.Name) -> Variable:
        around = self._work.parents.around(target)
        # A walrus binds outside of the comprehension.
        scope = next((one for one in around if isinstance(one, _SCOPES)), None)
        return Variable(target.id, scope or self._work.source.tree)

    def _follow(self, variable: Variable, value: Value) -> None:
        if variable not in self._variables:
            loads = self._loads(variable)
            self._variables[variable] = loads is not None
            self.bindings |= loads or {}
        if not self._variables[variable]:
            self.lost.append(value)
        changed = True
        while changed:
            changed = False
            for load, bindings in [*self.bindings.items()]:
                seen = None if load in self.known else self._seen(bindings)
                if seen is not None:
                    assert isinstance(load, ast.expr)
                    self.add(load, seen)
                    changed = True

    def _loads(self, variable: Variable) -> dict[ast.AST, frozenset[Bound]] | None:
        """Return the loads of a name, with their bindings; None: it is not known."""
        scopes = self._work.facts.scopes({variable.name: None})
        node = None if isinstance(variable.scope, ast.Module) else variable.scope
        scope: Scope | None = next((s for s in scopes.all if s.node is node), None)
        if scope is None or _is_rebound(variable):
            return None
        for other in scopes.all:
            # global a    nonlocal a
            how = other.declared.get(variable.name)
            if how == "global" and scope is scopes.module:
                return None
            if how == "nonlocal" and scopes.resolve(variable.name, other) is scope:
                return None
        is_shared = scope.declared.get(variable.name) == "cell"
        home = scopes.module if is_shared else scope
        found = [
            one
            for one in scopes.references
            if one.name.id == variable.name
            and scopes.homes(one) == [home]
            and one.annotation_literal is None
        ]
        loads = [one.name for one in found if scope in one.scope.outwards()]
        if not is_shared:
            return {**reaching(variable.name, variable.scope, loads)}
        handed = [one for one in returned(variable.scope) if one.id == variable.name]
        others = [one.name for one in found if one.name not in loads]
        seen = {**reaching(variable.name, variable.scope, [*loads, *handed])}
        owners = [s for s in scopes.all if s.declared.get(variable.name) == "cell"]
        if others and (not handed or len(owners) > 1):
            return None
        # Other cells see what this one returns.
        ends = [seen.pop(one) for one in handed] if others else []
        return seen | {one: end for end in ends for one in others}

    def _seen(self, bindings: frozenset[Bound]) -> Value | None:
        """Return the value of a load all bindings of which have the same type."""
        values = [self._bound(bound) for bound in bindings]
        found = [value for value in values if value is not None]
        if not found or len(found) < len(values) or len({v.type for v in found}) > 1:
            return None
        origins = frozenset(one for value in found for one in value.origins)
        return Value(found[0].type, origins)

    def _bound(self, bound: Bound) -> Value | None:
        value = self.known.get(bound.node)
        # for a, b in x.items():
        named = isinstance(bound.node, ast.Name) and bound.how == "other"
        if value is None or (bound.how == "other" and not named):
            return None
        if bound.how == "element":
            return value.element if value.type.inside[:1] == "l" else None
        return value


def _is_rebound(variable: Variable) -> bool:
    """Return whether `a |= b` changes what a name of a scope holds."""
    return any(
        isinstance(node, ast.AugAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == variable.name
        for node in walk(variable.scope)
    )
