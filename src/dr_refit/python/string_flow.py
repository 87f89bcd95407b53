"""Where a string goes: the calls that take it, by way of names and loops."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.python import parameters
from dr_refit.python import string_calls as calls
from dr_refit.python.annotations import last_name
from dr_refit.python.callees import Callees
from dr_refit.python.commands import run_as
from dr_refit.python.modules_by_name import ModulesByName
from dr_refit.python.sinks import (
    JOINING,
    METHODS,
    NAMED,
    OF_NAMES,
    OF_SPHINX,
    PIECES,
    SAME,
    UNKNOWN,
    Sink,
    imports,
    seems_to_load,
    writes,
)
from dr_refit.python.string_calls import SURE
from dr_refit.python.string_pieces import outermost, values
from dr_refit.python.string_tables import entry_of, is_registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dr_refit.python.facts import Facts

    type Elsewhere = Callable[[str, bool], Iterable[Sink]]

_SEQUENCES = (ast.List, ast.Tuple, ast.Set)


def nowhere(_name: str, _each: bool) -> Iterable[Sink]:
    """Return that there are no other files."""
    return ()


class Flow:
    """Follows the strings of one file."""

    def __init__(self, facts: Facts, elsewhere: Elsewhere = nowhere) -> None:
        """`elsewhere`: what takes a constant of the file, or each value, in others."""
        self._callees = Callees(facts)
        self._parents = facts.parents
        self._elsewhere = elsewhere
        self._modules = ModulesByName(self._callees, facts.parents)
        is_sphinx = facts.source.path.endswith("conf.py")
        self._named = NAMED | OF_SPHINX if is_sphinx else NAMED

    def is_type(self, literal: ast.Constant, name: str) -> bool:
        """Return whether a literal in which a name stands is a type."""
        return self._callees.is_type(literal, name)

    # What a string comes to

    def sinks(self, node: ast.expr, depth: int = 0) -> list[Sink]:
        """List all that takes the value of an expression."""
        parent = self._parents.of(node)
        if (text := outermost(node, self._parents)) is not node:
            return self._piece(node, text, depth)
        match parent:
            case (
                ast.List(elts=words) | ast.Tuple(elts=words) | ast.Call(args=words)
            ) if takes := run_as(words, node):
                return [Sink(takes)]
            case ast.Call(func=func):
                return self._argument(parent, node, depth) if node is not func else []
            case ast.keyword():
                call = self._parents.of(parent)
                if isinstance(call, ast.Call):
                    return self._argument(call, node, depth)
            case ast.IfExp(test=test) if node is not test:
                return self.sinks(parent, depth)
            case (
                ast.Assign(targets=[ast.Name() as name])
                | ast.AnnAssign(target=ast.Name() as name)
                | ast.AugAssign(target=ast.Name() as name)
            ) if node is parent.value:
                return self._named.get(name.id) or self._followed(name, parent, depth)
            case ast.List() | ast.Tuple() | ast.Set():
                if isinstance(self._parents.of(parent), _SEQUENCES):
                    return self._in_a_case(parent, node, depth)
                return self.each(parent, depth)
            case ast.arguments():
                told = parameters.defaulted(parent, node)
                return self._parameter(self._parents.of(parent), told, depth)
            case ast.Subscript(slice=key) if node is key:
                if self._callees.meaning(parent.value) == calls.MODULES:
                    return [self._modules.in_registry(parent)]
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[where]):
                if self._callees.meaning(where) == calls.MODULES:
                    return [Sink("registry", beside=self._modules.beside(parent))]
            case ast.Dict():
                return [entry_of(parent, node, self._callees, self._parents)]
            case ast.Attribute(attr=method):
                return [METHODS.get((method,), UNKNOWN)]
        return [UNKNOWN]

    def _piece(self, node: ast.expr, whole: ast.expr, depth: int) -> list[Sink]:
        """List what takes the text that a string is a piece of."""
        sinks = self.sinks(whole, depth)
        takes = {one.takes for one in sinks}
        if "code" in takes:
            return [Sink("code")]
        if takes and takes <= OF_NAMES:
            made = tuple(values(whole, self._callees.values))
            return [one._replace(made=made) for one in sinks] if made else [PIECES]
        parent = self._parents.of(node)
        # f"{x}a.b"    what stands behind something begins no name
        is_behind = isinstance(parent, ast.JoinedStr) and parent.values[0] is not node
        is_given = isinstance(parent, ast.Call | ast.keyword | ast.Tuple)
        return [UNKNOWN if is_behind or (is_given and not takes & SURE) else PIECES]

    def _argument(self, call: ast.Call, node: ast.expr, depth: int) -> list[Sink]:
        called = self._callees.meaning(call.func)
        if called.startswith(f"{calls.MONKEYPATCH}.") and called.endswith("item"):
            # monkeypatch.setitem(sys.modules, "a.b", fake)
            first = calls.argument_at(call, 0, "dic")
            if node is calls.argument_at(call, 1, "name"):
                found = Sink("registry", whole=True)
                return [found if is_registry(first, self._callees) else UNKNOWN]
        if called == calls.IMPORT_MODULE and node is calls.package_of(call):
            return [Sink("package", call=call)]
        if called in SAME:
            return self.sinks(call, depth + 1) if depth <= 3 else [UNKNOWN]
        if called == calls.PARAM:
            return self._in_a_case(call, node, depth)
        match calls.taking(called, call, node):
            case None if writes(call, node):
                texts = [node]
                if isinstance(node, ast.Name):
                    texts = self._callees.values(node)
                return [Sink("code") if any(map(imports, texts)) else UNKNOWN]
            case None:
                sinks = [UNKNOWN] if called else self._passed(call, node, depth)
                seems = UNKNOWN in sinks and seems_to_load(last_name(call.func))
                return [Sink("loader")] if seems else sinks
            case "members":
                named = calls.patched(call)
                return [Sink("members" if named else "module", named)]
            case "module":
                if called == calls.DUNDER_IMPORT:
                    return [self._modules.dunder_import(call, node)]
                return [self._modules.imported_by(call)]
            case "registry":
                return [self._modules.in_registry(call)]
            case takes:
                return [Sink(takes, call=call)]

    # By way of names

    def _followed(self, name: ast.Name, at: ast.AST, depth: int) -> list[Sink]:
        """List what takes the value of a name; UNKNOWN where that is not all."""
        uses = self._callees.all_uses(name, at)
        if uses is None or depth > 3:
            return [UNKNOWN]
        found: list[Sink] = []
        for use in uses:
            if use.attrs in JOINING:
                found += self.sinks(use.name, depth + 1)
            elif use.attrs:
                found += [METHODS.get(use.attrs, UNKNOWN)]
            else:
                found += self.sinks(use.node, depth + 1)
        return self._with_others(found, name, at, each=False)

    def _with_others(
        self, found: list[Sink], name: ast.Name, at: ast.AST, *, each: bool
    ) -> list[Sink]:
        """Add what takes a constant in other files, unless that is no matter."""
        if UNKNOWN not in found and self._callees.opening(at) is None:
            found += self._elsewhere(name.id, each)
        return found or [UNKNOWN]

    def each(self, sequence: ast.expr, depth: int = 0) -> list[Sink]:
        """List what takes each of the values of a sequence."""
        parent = self._parents.of(sequence)
        match parent:
            case ast.For(iter=where, target=ast.Name() as name) if where is sequence:
                return self._followed(name, parent, depth)
            case ast.comprehension(iter=where, target=ast.Name() as name):
                loop = self._parents.of(parent)
                assert loop is not None
                return self._followed(name, loop, depth)
            case (
                ast.Assign(targets=[ast.Name() as name])
                | ast.AnnAssign(target=ast.Name() as name)
                | ast.AugAssign(target=ast.Name() as name)
            ):
                if name.id in self._named:
                    return self._named[name.id]
                uses = self._callees.all_uses(name, parent)
                if uses is None or depth > 3 or any(one.attrs for one in uses):
                    return [UNKNOWN]
                found = [s for one in uses for s in self.each(one.node, depth + 1)]
                return self._with_others(found, name, parent, each=True)
            case ast.BinOp(op=ast.Add()):
                return self.each(parent, depth)
            case ast.keyword(arg="params"):
                return self._of_fixture(self._parents.of(parent), depth)
            case ast.Call():
                return self._parametrized(parent, sequence, depth)
        return [UNKNOWN]

    def _of_fixture(self, call: ast.AST | None, depth: int) -> list[Sink]:
        """List what takes `request.param` in a fixture with parameters."""
        function = self._parents.of(call) if isinstance(call, ast.Call) else None
        if (
            not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            or self._callees.meaning(call.func) != calls.FIXTURE  # type: ignore[union-attr]
        ):
            return [UNKNOWN]
        request = ast.Name(id="request", ctx=ast.Store())
        uses = self._callees.all_uses(request, function.args) or []
        taken = [one.node for one in uses if one.attrs[:1] in {(), ("param",)}]
        found = [s for node in taken for s in self.sinks(node, depth + 1)]
        return found or [UNKNOWN]

    def _parametrized(
        self, call: ast.Call, values: ast.expr, depth: int, place: int = -1
    ) -> list[Sink]:
        """List what takes the values of `@pytest.mark.parametrize("a", values)`.

        `place`: of `("a, b", [(value, value)])`, which of the names it is.
        """
        told = calls.argument_at(call, 0, "argnames")
        is_values = values is calls.argument_at(call, 1, "argvalues")
        function = self._parents.of(call)
        names = parameters.argnames(told)
        if (
            is_values
            and (len(names) == 1 if place < 0 else place < len(names) > 1)
            and self._callees.meaning(call.func) == calls.PARAMETRIZE
            and isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        ):
            return self._parameter(function, names[place], depth)
        return [UNKNOWN]

    def _in_a_case(self, case: ast.expr, node: ast.expr, depth: int) -> list[Sink]:
        """List what takes a value of `[(value, value), pytest.param(value)]`."""
        held = case.args if isinstance(case, ast.Call) else getattr(case, "elts", [])
        values = self._parents.of(case)
        call = self._parents.of(values) if values is not None else None
        if isinstance(call, ast.keyword):
            call = self._parents.of(call)
        if node not in held or not isinstance(call, ast.Call):
            return [UNKNOWN]
        assert isinstance(values, ast.expr)
        place = held.index(node) if len(held) > 1 else -1
        return self._parametrized(call, values, depth, place)

    def _parameter(self, function: ast.AST | None, name: str, depth: int) -> list[Sink]:
        """List what takes the value of a parameter."""
        if name and isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            as_name = ast.Name(id=name, ctx=ast.Store())
            return self._followed(as_name, function.args, depth + 1)
        return [UNKNOWN]

    def _passed(self, call: ast.Call, node: ast.expr, depth: int) -> list[Sink]:
        """List what takes an argument of a function that the file defines.

        def patched(target): return patch(target)
        """
        function = self._callees.defined(call.func)
        name = parameters.parameter_of(function.args, call, node) if function else ""
        return self._parameter(function, name, depth)
