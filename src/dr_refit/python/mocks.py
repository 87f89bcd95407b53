"""Mocks: what each stands for, what it returns, and how it is said to be called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.names import leaf, parent
from dr_refit.python.annotations import last_name
from dr_refit.python.chains import dotted_name
from dr_refit.python.loads import base_of
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dr_refit.python.facts import Facts

#: patch("a.f", ...)    monkeypatch.setattr("a.f", fake)
_BY_NAME = {"patch", "setattr"}
#: patch.object(a, "f", ...)    monkeypatch.setattr(a, "f", fake)
_BY_OBJECT = {"object", "setattr"}
_ASSERTS = {
    "assert_called_with", "assert_called_once_with", "assert_any_call",
    "assert_awaited_with", "assert_awaited_once_with", "assert_any_await",
}  # fmt: skip
_ANSWERS = {"return_value", "side_effect"}
#: What tells how it was called.
_CALLS = {
    *("call_args", "call_args_list", "mock_calls", "method_calls"),
    *("await_args", "await_args_list"),
}
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


class Mock(NamedTuple):
    """One mock."""

    #: What it stands for, as it was named.
    dotted: str
    #: What it returns, as far as that is written.
    returned: tuple[ast.expr, ...]
    #: The calls that are asserted of it.
    asserted: tuple[ast.Call, ...]
    #: What is called in its place, as far as that is written here.
    fakes: tuple[ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef, ...]
    #: The statements that look at how it was called.
    looks: tuple[ast.stmt, ...]


def mocks(facts: Facts, names: Collection[str]) -> Iterator[Mock]:
    """Yield the mocks of a file that stand for some dotted names.

    One of a module stands for all that is in it.
    """
    imported = {one.local: base_of(one) for one in facts.imports}
    inside: dict[str, list[str]] = {}
    for name in names:
        inside.setdefault(parent(name), []).append(leaf(name))
    file = _File(facts)
    for call in file.calls:
        dotted, rest = _target(call, imported)
        if dotted in names:
            yield file.mock(dotted, call, rest)
        for name, value in _multiple(call):
            # patch.multiple("a", f=fake)
            if name in names:
                yield file.mock(name, call, [value])
        for name in inside.get(dotted, ()) if dotted else ():
            # with patch("a.b") as b: b.f.return_value = {}
            yield file.mock(f"{dotted}.{name}", call, [], f".{name}")


def _multiple(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that one call replaces, and what by."""
    match call:
        case ast.Call(
            func=ast.Attribute(attr="multiple"),
            args=[ast.Constant(value=str(target)), *_],
        ):
            for word in call.keywords:
                yield f"{target}.{word.arg}", word.value


def _target(call: ast.Call, imported: dict[str, str]) -> tuple[str, list[ast.expr]]:
    """Return what a call replaces, and the arguments behind; empty: nothing."""
    match call:
        case ast.Call(args=[ast.Constant(value=str(name)), *rest]):
            return (name if last_name(call.func) in _BY_NAME else ""), rest
        case ast.Call(args=[owner, ast.Constant(value=str(name)), *rest]):
            first, dot, inner = dotted_name(owner).partition(".")
            if last_name(call.func) in _BY_OBJECT and first in imported:
                return f"{imported[first]}{dot}{inner}.{name}", rest
    return "", []


class _File:
    """What is found of one file."""

    def __init__(self, facts: Facts) -> None:
        self._parents = facts.parents
        self._tree = facts.source.tree
        nodes = walk(self._tree)
        self.calls = [one for one in nodes if isinstance(one, ast.Call)]
        self._functions = {
            one.name: one for one in nodes if isinstance(one, _FUNCTIONS)
        }
        self._assigned: dict[str, list[ast.expr]] = {}
        for node in nodes:
            match node:
                case ast.Assign(targets=[ast.Name(name)], value=value):
                    self._assigned.setdefault(name, []).append(value)

    def mock(
        self, dotted: str, call: ast.Call, rest: list[ast.expr], behind: str = ""
    ) -> Mock:
        """Return what is known of the mock that a call makes.

        `behind`: the attribute of it that stands for the name.
        """
        told = {word.arg: word.value for word in call.keywords if not behind}
        stands = [*rest[:1], *(told[key] for key in ("new", "value") if key in told)]
        returned = [one for each in stands for one in self._made(each)]
        for key in _ANSWERS & told.keys():
            returned += self._values(told[key])
            stands.append(told[key])
        asserted = []
        looks: dict[ast.stmt, None] = {}
        local, scope = self._name(call)
        name = f"{local}{behind}"
        for node in walk(scope) if local else ():
            match node:
                case ast.Assign(targets=[ast.Attribute(owner, attr)]):
                    if dotted_name(owner) == name and attr in _ANSWERS:
                        returned += self._values(node.value)
                        stands.append(node.value)
                case ast.Attribute(owner, attr) if attr in _CALLS:
                    if dotted_name(owner) == name:
                        looks[self._parents.statement(node)] = None
                case ast.Call(func=ast.Attribute(owner, attr)):
                    if dotted_name(owner) != name:
                        continue
                    if attr in _ASSERTS:
                        asserted.append(node)
                    elif attr == "assert_has_calls":
                        inner = [one for arg in node.args for one in walk(arg)]
                        asserted += [
                            one
                            for one in inner
                            if isinstance(one, ast.Call)
                            and last_name(one.func) == "call"
                        ]
                case ast.Compare(left=left, comparators=[ast.Call() as expected]):
                    if dotted_name(left) == f"{name}.call_args":
                        asserted.append(expected)
        match self._parents.of(call):
            case ast.Attribute(attr=attr) as attribute if attr in _ANSWERS:
                # mocker.patch("a.f").return_value = {}
                around = self._parents.of(attribute)
                if isinstance(around, ast.Assign):
                    returned += self._values(around.value)
                    stands.append(around.value)
        fakes = tuple(fake for one in stands for fake in self._fakes(one))
        return Mock(dotted, tuple(returned), tuple(asserted), fakes, tuple(looks))

    def _fakes(
        self, node: ast.expr
    ) -> Iterator[ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield the function that stands in for another."""
        match node:
            case ast.Lambda():
                yield node
            case ast.Name(name) if name in self._functions:
                yield self._functions[name]
            case ast.Call(keywords=words):
                # patch("a.f", Mock(side_effect=fake))
                for one in words:
                    if one.arg in _ANSWERS:
                        yield from self._fakes(one.value)

    def _name(self, call: ast.Call) -> tuple[str, ast.AST]:
        """Return the name that a mock has, and where; empty: none."""
        match self._parents.of(call):
            case ast.Assign(targets=[ast.Name(name)]):
                return name, self._around(call)
            case ast.withitem(optional_vars=ast.Name(name)):
                return name, self._around(call)
            case ast.FunctionDef() | ast.AsyncFunctionDef() as function:
                makers = [one for one in function.decorator_list if _makes(one)]
                args = [one.arg for one in function.args.args if one.arg != "self"]
                # The lowest decorator comes first.
                place = len(makers) - 1 - makers.index(call) if call in makers else -1
                if 0 <= place < len(args):
                    return args[place], function
        return "", self._tree

    def _around(self, node: ast.AST) -> ast.AST:
        around = self._parents.around(node)
        return next((one for one in around if isinstance(one, _FUNCTIONS)), self._tree)

    def _made(self, node: ast.expr) -> list[ast.expr]:
        """List what a stand-in returns when it is called."""
        match node:
            case ast.Lambda(body=body):
                return [body]
            case ast.Name(name) if name in self._functions:
                every = walk(self._functions[name])
                found = [one.value for one in every if isinstance(one, ast.Return)]
                return [value for one in found if one for value in self._values(one)]
            case ast.Call(keywords=words):
                # patch("a.f", Mock(return_value={}))
                told = [one.value for one in words if one.arg in _ANSWERS]
                return [value for one in told for value in self._values(one)]
        return []

    def _values(self, node: ast.expr) -> list[ast.expr]:
        """List what an expression may be, by way of a name."""
        if isinstance(node, ast.Name) and node.id in self._assigned:
            return self._assigned[node.id]
        return self._made(node) or [node]


def _makes(decorator: ast.expr) -> bool:
    """Return whether a decorator hands a mock to the function below."""
    if not isinstance(decorator, ast.Call):
        return False
    known = {"patch": 1, "object": 2}
    name = last_name(decorator.func)
    named = any(word.arg == "new" for word in decorator.keywords)
    return name in known and len(decorator.args) == known[name] and not named
