"""Where a string goes: the calls that take it, by way of names and loops."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.python import string_calls as calls
from dr_refit.python.callees import Callees
from dr_refit.python.commands import run_as
from dr_refit.python.sinks import METHODS, PIECES, UNKNOWN, Sink

if TYPE_CHECKING:
    from dr_refit.python.facts import Facts

_SEQUENCES = (ast.List, ast.Tuple, ast.Set)


class Flow:
    """Follows the strings of one file."""

    def __init__(self, facts: Facts) -> None:
        self._callees = Callees(facts)
        self._parents = facts.parents

    def is_type(self, literal: ast.Constant, name: str) -> bool:
        """Return whether a literal in which a name stands is a type."""
        return self._callees.is_type(literal, name)

    # What a string comes to

    def sinks(self, node: ast.expr, depth: int = 0) -> list[Sink]:
        """List all that takes the value of an expression."""
        parent = self._parents.of(node)
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
            ) if node is parent.value:
                if name.id == "pytest_plugins":
                    return [Sink("module")]
                return self._followed(name, parent, depth)
            case ast.AugAssign(target=ast.Name(id="pytest_plugins")):
                return [Sink("module")]
            case ast.List() | ast.Tuple() | ast.Set():
                if isinstance(self._parents.of(parent), _SEQUENCES):
                    return self._in_a_case(parent, node, depth)
                return self._each(parent, depth)
            case ast.arguments():
                told = calls.defaulted(parent, node)
                return self._parameter(self._parents.of(parent), told, depth)
            case ast.Subscript(slice=key) if node is key:
                if self._callees.meaning(parent.value) == calls.MODULES:
                    found = self._looked_up(parent)
                    whole = calls.is_used(self._parents.of(parent))
                    return [found._replace(whole=whole and found.takes == "registry")]
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[where]):
                if self._callees.meaning(where) == calls.MODULES:
                    return [Sink("registry")]
            case ast.Dict():
                return [self._entry_of(parent, node)]
            case ast.JoinedStr(values=[first, *_]) if first is not node:
                # f"{x}a.b"    what stands behind something begins no name
                return [UNKNOWN]
            case ast.BinOp(op=ast.Add() | ast.Mod()) | ast.JoinedStr():
                return [PIECES]
            case ast.FormattedValue():
                return [PIECES]
            case ast.Attribute(attr=method):
                return [METHODS.get((method,), UNKNOWN)]
        return [UNKNOWN]

    def _argument(self, call: ast.Call, node: ast.expr, depth: int) -> list[Sink]:
        called = self._callees.meaning(call.func)
        if called.startswith(f"{calls.MONKEYPATCH}.") and called.endswith("item"):
            # monkeypatch.setitem(sys.modules, "a.b", fake)
            first = calls.argument_at(call, 0, "dic")
            if node is calls.argument_at(call, 1, "name") and first is not None:
                is_registry = self._callees.meaning(first) == calls.MODULES
                return [Sink("registry") if is_registry else UNKNOWN]
        if called == calls.IMPORT_MODULE and node is calls.package_of(call):
            return [Sink("package", call=call)]
        if called == calls.PARAM:
            return self._in_a_case(call, node, depth)
        match calls.taking(called, call, node):
            case None:
                return [UNKNOWN] if called else self._passed(call, node, depth)
            case "members":
                named = calls.patched(call)
                return [Sink("members" if named else "module", named)]
            case "module":
                if called == calls.DUNDER_IMPORT:
                    return [self._dunder_import(call, node)]
                return [self._imported_by(call)]
            case takes:
                return [Sink(takes)]

    def _dunder_import(self, call: ast.Call, name: ast.expr) -> Sink:
        """Return what `__import__` takes: it returns the package of a dotted name."""
        if calls.returns_submodule(call):
            return self._imported_by(call)
        if isinstance(name, ast.Constant) and "." not in str(name.value):
            found = self._imported_by(call)
            return found._replace(top=found.takes != "presence")
        if isinstance(self._parents.of(call), ast.Expr):
            return Sink("presence")
        return Sink("both")

    def _imported_by(self, call: ast.Call) -> Sink:
        """Return what is done with the module that a call returns."""
        parent = self._parents.of(call)
        if isinstance(parent, ast.Expr):
            return Sink("presence", call=call)
        found = self._looked_up(call)
        if found.takes == "registry":
            return Sink("module", call=call, whole=True)
        return found._replace(call=call)

    def _looked_up(self, module: ast.expr) -> Sink:
        """Return what is done with a module; `registry`: anything may be."""
        parent = self._parents.of(module)
        if isinstance(parent, ast.Attribute) and isinstance(parent.ctx, ast.Load):
            names = [parent.attr]
            while isinstance(above := self._parents.of(parent), ast.Attribute):
                names.append(above.attr)
                parent = above
            if names[0] in calls.HOLDING:
                return Sink("registry")
            return Sink("members", (".".join(names),))
        if isinstance(parent, ast.Call) and self._is_getattr(parent, module):
            name = parent.args[1]
            assert isinstance(name, ast.Constant)
            return Sink("members", (str(name.value),), attribute=name)
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            uses = self._callees.all_uses(parent.targets[0], parent)
            taken = [one.named or (".".join(one.attrs),) for one in uses]
            if uses and all(
                {*one.attrs[:1], *one.named} - calls.HOLDING for one in uses
            ):
                return Sink("members", tuple({name for each in taken for name in each}))
        return Sink("registry")

    def _is_getattr(self, call: ast.Call, module: ast.expr) -> bool:
        match call.args:
            case [first, ast.Constant(value=str()), *_] if first is module:
                return self._callees.meaning(call.func) == "builtins.getattr"
        return False

    def _entry_of(self, table: ast.Dict, node: ast.expr) -> Sink:
        """Return what takes a key, or a value, of a dictionary."""
        if node in table.keys:
            call = self._parents.of(table)
            if isinstance(call, ast.Call) and table is calls.argument_at(
                call, 1, "values"
            ):
                first = calls.argument_at(call, 0, "in_dict")
                is_text = isinstance(first, ast.Constant) and (
                    first.value == calls.MODULES
                )
                named = (
                    first is not None and self._callees.meaning(first) == calls.MODULES
                )
                if self._callees.meaning(call.func).endswith("patch.dict") and (
                    is_text or named
                ):
                    return Sink("registry")
            return Sink("key")
        key = table.keys[table.values.index(node)]
        if isinstance(key, ast.Constant) and key.value == "_target_":
            return Sink("target")
        return UNKNOWN

    # By way of names

    def _followed(self, name: ast.Name, at: ast.AST, depth: int) -> list[Sink]:
        """List what takes the value of a name; UNKNOWN where that is not all."""
        uses = self._callees.all_uses(name, at)
        if not uses or depth > 3:
            return [UNKNOWN]
        found = []
        for use in uses:
            if use.attrs:
                found += [METHODS.get(use.attrs, UNKNOWN)]
            else:
                found += self.sinks(use.node, depth + 1)
        return found

    def _each(self, sequence: ast.expr, depth: int) -> list[Sink]:
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
                if name.id == "pytest_plugins":
                    return [Sink("module")]
                uses = self._callees.all_uses(name, parent)
                if not uses or depth > 3 or any(one.attrs for one in uses):
                    return [UNKNOWN]
                return [s for one in uses for s in self._each(one.node, depth + 1)]
            case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant())):
                return [PIECES]
            case ast.BinOp(op=ast.Add()):
                return self._each(parent, depth)
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
        uses = self._callees.all_uses(request, function.body[0])
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
        names = calls.argnames(told)
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
            return self._followed(as_name, function.body[0], depth + 1)
        return [UNKNOWN]

    def _passed(self, call: ast.Call, node: ast.expr, depth: int) -> list[Sink]:
        """List what takes an argument of a function that the file defines.

        def patched(target): return patch(target)
        """
        function = self._callees.defined(call.func)
        name = calls.parameter_of(function.args, call, node) if function else ""
        return self._parameter(function, name, depth)
