"""Tables of modules: names, each with the module that it is taken of when asked for.

_LAZY = {"f": "a.b"}
def __getattr__(name): return getattr(import_module(_LAZY[name]), name)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.python import string_calls as calls
from dr_refit.python.choices import is_asked
from dr_refit.python.sinks import TARGETS, UNKNOWN, Sink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.python.callees import Callees
    from dr_refit.python.parents import Parents
    from dr_refit.python.symbols import Reference

#: What takes only the keys of a table.
_OF_KEYS = frozenset({"list", "sorted", "set", "tuple", "frozenset", "iter", "len"})


class _Unsure(Exception):
    """Something else may be done with a table, or what is in it."""


def is_registry(node: ast.expr | None, callees: Callees) -> bool:
    """Return whether an argument is `sys.modules`, or names it."""
    if isinstance(node, ast.Constant):
        return bool(node.value == calls.MODULES)
    return node is not None and callees.meaning(node) == calls.MODULES


def entry_of(
    table: ast.Dict, node: ast.expr, callees: Callees, parents: Parents
) -> Sink:
    """Return what takes a key, or a value, of a dictionary."""
    if node in table.keys:
        call = parents.of(table)
        if isinstance(call, ast.Call) and table is calls.argument_at(call, 1, "values"):
            # patch.dict(sys.modules, {"a.b": fake})
            first = calls.argument_at(call, 0, "in_dict")
            patches = callees.meaning(call.func).endswith("patch.dict")
            if patches and is_registry(first, callees):
                return Sink("registry", whole=True)
        return Sink("key")
    key = table.keys[table.values.index(node)]
    if isinstance(key, ast.Constant) and key.value in TARGETS:
        return Sink("target")
    taken = _taken_by_key(table, key, callees, parents)
    return Sink("members", (taken,)) if taken else UNKNOWN


def _taken_by_key(
    table: ast.Dict, key: ast.expr | None, callees: Callees, parents: Parents
) -> str:
    """Return the name that is taken of the module in a table; empty: it is unsure."""
    match key, parents.of(table):
        case (
            ast.Constant(value=str(name)),
            (
                ast.Assign(targets=[ast.Name() as target])
                | ast.AnnAssign(target=ast.Name() as target)
            ) as assigned,
        ):
            reader = _Reader(callees, parents)
            try:
                found = [*reader.takes(target, assigned)]
            except _Unsure:
                return ""
            return name if found and all(found) else ""
    return ""


class _Reader:
    """What is done with a table."""

    def __init__(self, callees: Callees, parents: Parents) -> None:
        self._callees = callees
        self._parents = parents

    def takes(self, table: ast.Name, at: ast.AST) -> Iterator[bool]:
        """Yield whether what is taken of a module is called as its key."""
        for use in self._uses(table, at):
            looked_up = self._value(use)
            if looked_up is not None:
                value, key = looked_up
                for module in self._imported(value):
                    yield from (name == key for name in self._names(module))

    def _uses(self, name: ast.Name, at: ast.AST) -> list[Reference]:
        uses = self._callees.all_uses(name, at)
        if not uses:
            raise _Unsure
        return uses

    def _value(self, use: Reference) -> tuple[ast.expr, str] | None:
        """Return a value of the table, and its key; None: only keys are asked for."""
        parent = self._parents.of(use.node)
        match use.attrs, parent:
            case ((), ast.Compare(ops=[ast.In() | ast.NotIn()])) | ((), ast.Starred()):
                return None
            case ("keys",), _:
                return None
            case (), ast.Call(func=ast.Name(id=name)) if name in _OF_KEYS:
                return None
            case (), ast.Subscript(slice=ast.Name(id=key), ctx=ast.Load()) as value:
                return value, key
            case ("get",), ast.Call(args=[ast.Name(id=key), *_]) as value:
                return value, key
        raise _Unsure

    def _imported(self, value: ast.expr) -> Iterator[ast.expr]:
        """Yield the calls that import a module by an expression."""
        parent = self._parents.of(value)
        match parent:
            case ast.Call(func=func, args=[first, *_]) if first is value:
                if self._callees.meaning(func) == calls.IMPORT_MODULE:
                    yield parent
                    return
            case ast.Assign(targets=[ast.Name() as name]):
                for use in self._uses(name, parent):
                    if not is_asked(use.node, self._parents):
                        yield from self._imported(use.node)
                return
        raise _Unsure

    def _names(self, module: ast.expr) -> Iterator[str]:
        """Yield the variables by which names are taken of a module."""
        parent = self._parents.of(module)
        match parent:
            case ast.Call(args=[first, ast.Name(id=name), *_]) if first is module:
                if self._callees.meaning(parent.func) == "builtins.getattr":
                    yield name
                    return
            case ast.Assign(targets=[ast.Name() as local]):
                for use in self._uses(local, parent):
                    yield from self._names(use.node)
                return
        raise _Unsure
