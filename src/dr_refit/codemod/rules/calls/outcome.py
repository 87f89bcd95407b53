"""What comes of the uses of values: edits, or reports; and values that stay dicts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.work import filled
from dr_refit.migration.calls import HOLE
from dr_refit.python.edits import Edit
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dr_refit.codemod.rules.calls.values import Value, Values
    from dr_refit.codemod.rules.calls.work import Work
    from dr_refit.migration.calls import Type

_DUMP = f"{HOLE}.model_dump()"
_DUMPS = f"[each.model_dump() for each in {HOLE}]"


class _Use(NamedTuple):
    """One use of a value."""

    node: ast.expr
    value: Value
    #: What is to be done; None: it changes the dict in place.
    act: Callable[[], None] | None


class Outcome:
    """Keeps what is to be done with uses, until all of them are known."""

    def __init__(self, work: Work, values: Values, types: Mapping[str, Type]) -> None:
        self._work = work
        self._values = values
        self._types = types
        self._uses: list[_Use] = []
        #: Calls whose results are made dicts again.
        self._dumped: set[ast.AST] = set()

    def write(self, node: ast.expr, value: Value) -> None:
        """Keep that a dict is changed in place."""
        self._uses.append(_Use(node, value, None))

    def rewrite(self) -> None:
        """Rewrite the uses, or report them."""
        dicts = self._dicts()
        for use in self._uses:
            if use.node in dicts or use.act is None:
                continue
            if any(one.call in self._dumped for one in use.value.origins):
                self.report(use.node, use.value)
            else:
                use.act()
        for value in self._values.lost:
            self._escapes(value)
        for load, value in self._values.mixed():
            self._mixed(load, value)

    def act(
        self,
        node: ast.expr,
        value: Value,
        act: Callable[[], object],
        at: ast.expr | None = None,
    ) -> None:
        """Keep what is to be done with a value; where it is not, report it `at`."""

        def run() -> None:
            gone = any(self._work.is_dropped(one.call) for one in value.origins)
            if gone or act() is False:
                self.report(at or node, value)

        self._uses.append(_Use(node, value, run))

    def escape(self, node: ast.expr, value: Value) -> None:
        """Keep that a value goes where nobody can follow it: its call is reported."""
        if self._values.taken.get(node) == value.type:
            return

        def escape() -> None:
            if not self._values.is_chosen(node):
                self._escapes(value)

        self.act(node, value, escape)

    def dump(self, node: ast.expr, value: Value, *, sure: bool = False) -> None:
        """Keep that a dict is needed; `sure`: any model has what is asked for."""
        template = _DUMPS if value.type.inside else _DUMP

        def dump() -> bool:
            exact = sure or self._is_exact(value)
            return exact and self._work.wrap(node, template, value.origins)

        self.act(node, value, dump)

    def replace(
        self, whole: ast.expr, node: ast.expr, template: str, value: Value
    ) -> bool:
        """Write a template around a part of an expression over all of it."""
        source = self._work.source
        before, _, after = template.partition(HOLE)
        start, end = source.start(whole), source.end(whole)
        first, last = source.start(node), source.end(node)
        if not isinstance(whole, ast.Compare):
            # (f(x))["a"]
            gap = source.code[last:end]
            closing = len(gap) - len(gap.lstrip(b" \t)"))
            last += len(gap[:closing].rstrip())
            first = start
        return self._work.change(
            whole,
            filled(template, node),
            value.origins,
            [
                Edit(start=start, end=first, text=before.encode()),
                Edit(start=last, end=end, text=after.encode()),
            ],
        )

    def report(self, node: ast.expr, value: Value) -> None:
        """Report what its values are now."""
        kind = self._types[value.type.name]
        self._work.report(node, value.origin, kind.text, silent=kind.silent)

    def _escapes(self, value: Value) -> None:
        """Report, at its call, a value that goes where nobody can follow it."""
        kind = self._types[value.type.name]
        for origin in value.origins if kind.is_followed else ():
            self._work.report(origin.call, origin, kind.text, silent=kind.silent)

    def _mixed(self, load: ast.AST, value: Value) -> None:
        kind = self._types[value.type.name]
        parent = self._work.parents.of(load)
        attr = parent.attr if isinstance(parent, ast.Attribute) else ""
        if kind.is_followed:
            self._escapes(value)
        elif attr in kind.attributes or attr in kind.gone:
            assert isinstance(parent, ast.Attribute)
            self.report(parent, value)

    def _dicts(self) -> set[ast.AST]:
        """Make dicts again of values that are changed in place; return their loads."""
        bindings = self._values.bindings
        found: set[ast.AST] = set()
        for use in self._uses:
            if use.act is not None or use.node in found:
                continue
            defined = set(bindings.get(use.node, ()))
            loads: set[ast.AST] = {use.node}
            while more := {
                load
                for load, bound in bindings.items()
                if load not in loads
                # b = a    both are the same
                and (
                    not defined.isdisjoint(bound)
                    or any(one.node in loads for one in bound)
                    or any(one.node is load for one in defined)
                )
            }:
                loads |= more
                defined = defined.union(*(bindings[load] for load in more))
            defined = {one for one in defined if one.node not in loads}
            made = [one.node for one in defined if one.how == "value"]
            calls = [node for node in made if isinstance(node, ast.Call)]
            if (
                calls
                and len(calls) == len(defined)
                and all(node in self._values.known for node in calls)
                and self._is_exact(use.value)
                and all(self._work.wrap(one, _DUMP, use.value.origins) for one in calls)
            ):
                found |= loads
                self._dumped.update(calls)
            else:
                self.report(use.node, use.value)
        return found

    def _is_exact(self, value: Value) -> bool:
        """Return whether `model_dump()` is what the dict was."""
        kind = self._types[value.type.name]
        return not any(
            one.optional or one.template != HOLE or one.type
            for one in kind.fields.values()
        )
