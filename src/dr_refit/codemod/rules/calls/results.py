"""The uses of what calls return: attributes instead of keys, and what is left."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.arguments import check_call
from dr_refit.codemod.rules.calls.containers import Containers
from dr_refit.codemod.rules.calls.looks import SHOWS, is_looked_at, last, literal
from dr_refit.codemod.rules.calls.raised import check_expected, check_raised
from dr_refit.migration.calls import HOLE
from dr_refit.names import root
from dr_refit.python.namespaces import MARIMO

if TYPE_CHECKING:
    from dr_refit.codemod.rules.calls.outcome import Outcome
    from dr_refit.codemod.rules.calls.values import Value, Values
    from dr_refit.codemod.rules.calls.work import Work
    from dr_refit.migration.calls import Field, Type
    from dr_refit.migration.index import Index

#: What a dict is asked for, and what changes it.
_READS = {"keys", "items", "values", "copy"}
_WRITES = {"pop", "popitem", "update", "setdefault", "clear"}
#: What pickles.
_PICKLES = {"pickle", "cloudpickle", "dill", "joblib"}
#: What takes a dict, or a list of them, apart.
_TAKES = {
    "dict", "list", "tuple", "set", "sorted", "len", "iter", "enumerate", "zip",
    "DataFrame", "Series", "json_normalize", "dump", "dumps", "deepcopy", "copy",
    "frozenset",
}  # fmt: skip


class Results:
    """Follows what calls return, and rewrites its uses."""

    def __init__(
        self,
        work: Work,
        values: Values,
        outcome: Outcome,
        index: Index,
    ) -> None:
        self._work = work
        self._values = values
        self._types = index.types
        self._rules = index.rules
        self._outcome = outcome
        self._containers = Containers(work, values, outcome)

    def find(self) -> None:
        """Find the uses of all values that are known, and what comes of them."""
        known = self._values.known
        done: set[ast.AST] = set()
        while left := [node for node in known if node not in done]:
            for node in left:
                done.add(node)
                # An argument, and a name that is bound, are no uses.
                if isinstance(getattr(node, "ctx", None), ast.Store):
                    continue
                if isinstance(node, ast.expr):
                    self._use(node, known[node])

    def _use(self, node: ast.expr, value: Value) -> None:
        parent = self._work.parents.of(node)
        if value.type.inside:
            self._containers.use(node, value)
            return
        kind = self._types[value.type.name]
        match parent:
            case ast.Attribute() if not kind.keys:
                self._use_attribute(node, parent, value, kind)
            case _ if kind.keys:
                self._containers.use_keys(node, value)
            case ast.Expr() if kind.shown and self._is_shown(parent):
                self._work.report(node, value.origin, kind.shown, silent=False)
            case ast.Call() if kind.pickled and self._is_pickle(parent):
                self._work.report(node, value.origin, kind.pickled, silent=kind.silent)
            case _ if not kind.fields:
                return
            case ast.Subscript(value=inner) if inner is node:
                self._use_item(node, parent, value, kind)
            case ast.Compare():
                self._use_compare(node, parent, value, kind)
            case ast.Assign(targets=[ast.Name()]) | ast.AnnAssign(target=ast.Name()):
                if self._values.is_member(parent):
                    self._outcome.escape(node, value)
            case ast.ListComp(elt=inner) if inner is node:
                self._values.add(parent, value.within("l"))
            case ast.DictComp(value=inner) if inner is node:
                self._values.add(parent, value.within("d"))
            case ast.List() | ast.Tuple() if self._is_taken(parent):
                self._outcome.dump(node, value)
            case ast.Call() if node in parent.args:
                self._use_argument(node, parent, value)
            case ast.Dict(keys=keys, values=values) if (None, node) in zip(
                keys, values, strict=True
            ):
                self._outcome.dump(node, value)
            case ast.keyword(arg=None) | ast.Starred() | ast.Match():
                self._outcome.dump(node, value)
            case ast.For(iter=inner) | ast.comprehension(iter=inner) if inner is node:
                self._outcome.dump(node, value)
            case _ if is_looked_at(node, self._work.parents):
                return
            case _:
                self._outcome.escape(node, value)

    def _is_shown(self, statement: ast.Expr) -> bool:
        """Return whether a statement is the last of a cell, before what it returns."""
        cell = self._work.parents.of(statement)
        if not isinstance(cell, ast.FunctionDef) or not cell.decorator_list:
            return False
        body = [one for one in cell.body if not isinstance(one, ast.Return)]
        return self._work.facts.namespace is MARIMO and body[-1] is statement

    def _is_pickle(self, call: ast.Call) -> bool:
        """Return whether a call pickles what it takes."""
        imports = {one.local: one.target for one in self._work.facts.imports}
        owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        target = imports.get(last(owner), "")
        return last(call.func) in {"dump", "dumps"} and root(target) in _PICKLES

    def _is_taken(self, node: ast.AST) -> bool:
        call = self._work.parents.of(node)
        return isinstance(call, ast.Call) and last(call.func) in _TAKES

    def _use_argument(self, node: ast.expr, call: ast.Call, value: Value) -> None:
        name = last(call.func)
        if name in _TAKES:
            self._outcome.dump(node, value)
        elif name not in SHOWS:
            self._outcome.escape(node, value)

    def _use_attribute(
        self, node: ast.expr, parent: ast.Attribute, value: Value, kind: Type
    ) -> None:
        attr = parent.attr
        call = self._work.parents.of(parent)
        called = isinstance(call, ast.Call) and call.func is parent
        if template := kind.attributes.get(attr):
            if isinstance(parent.ctx, ast.Load):
                self._outcome.act(
                    node,
                    value,
                    lambda: self._outcome.replace(parent, node, template, value),
                    parent,
                )
            else:
                self._outcome.act(node, value, lambda: False, parent)
        elif text := kind.gone.get(attr):
            what = f".{attr} {text}"
            self._work.report(parent, value.origin, what, silent=kind.silent)
        elif rule := self._rules.get(f"{value.type.name}().{attr}"):
            method = f"{kind.name}().{attr}"
            origin = value.origin._replace(dotted=method, new=method)
            if called and isinstance(call, ast.Call):
                check_call(call, rule, origin, self._work, {})
                check_raised(call, rule, origin, self._work)
            elif (
                not check_expected(parent, call, rule, origin, self._work)
                and rule.matters
            ):
                # map(x.f, y)
                self._work.report(parent, origin, rule.text, silent=rule.silent)
        elif not kind.fields:
            return
        elif called and attr == "get" and isinstance(call, ast.Call):
            self._use_get(node, call, value)
        elif called and attr in _READS:
            self._outcome.dump(node, value)
        elif called and attr in _WRITES:
            self._outcome.write(node, value)

    def _use_item(
        self, node: ast.expr, parent: ast.Subscript, value: Value, kind: Type
    ) -> None:
        if not isinstance(parent.ctx, ast.Load):
            self._outcome.write(node, value)
            return
        field = kind.fields.get(literal(parent.slice))
        if field is not None:
            self._field(parent, node, literal(parent.slice), field, value)
        elif isinstance(parent.slice, ast.Constant):
            self._outcome.act(node, value, lambda: False, parent)
        else:
            self._outcome.dump(node, value)

    def _use_get(self, node: ast.expr, call: ast.Call, value: Value) -> None:
        kind = self._types[value.type.name]
        key = literal(call.args[0]) if call.args else ""
        field = kind.fields.get(key)
        default = call.args[1] if len(call.args) == 2 else ast.Constant(value=None)
        plain = isinstance(default, ast.Constant) and default.value is None
        if field is None or call.keywords or len(call.args) > 2:
            self._outcome.act(node, value, lambda: False, call)
        elif not field.optional or (field.none and plain):
            # A key that was always there never needed a default.
            self._field(call, node, key, field, value)
        else:
            self._outcome.act(node, value, lambda: False, call)

    def _use_compare(
        self, node: ast.expr, parent: ast.Compare, value: Value, kind: Type
    ) -> None:
        if all(isinstance(op, ast.Is | ast.IsNot) for op in parent.ops):
            return
        membership = isinstance(parent.ops[0], ast.In | ast.NotIn)
        alone = len(parent.ops) == 1
        field = kind.fields.get(literal(parent.left))
        if not membership or not alone or parent.left is node:
            self._outcome.dump(node, value)
        elif field is None or not field.none:
            # A key that was always there is among those of a model.
            sure = field is not None and not field.optional
            self._outcome.dump(node, value, sure=sure)
        else:
            key = literal(parent.left)
            test = "is not" if isinstance(parent.ops[0], ast.In) else "is"
            template = f"{HOLE}.{key} {test} None"
            self._outcome.act(
                node,
                value,
                lambda: self._outcome.replace(parent, node, template, value),
                parent,
            )

    def _field(
        self, whole: ast.expr, node: ast.expr, key: str, field: Field, value: Value
    ) -> None:
        """Read an attribute instead of a key."""
        if field.type is not None:
            self._values.add(whole, value._replace(type=field.type))
        template = field.template.replace(HOLE, f"{HOLE}.{key}")
        self._outcome.act(
            node,
            value,
            lambda: self._outcome.replace(whole, node, template, value),
            whole,
        )
