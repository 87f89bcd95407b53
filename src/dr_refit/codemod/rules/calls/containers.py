"""The uses of what holds values: lists, dicts and tuples."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.looks import SHOWS, is_looked_at, last

if TYPE_CHECKING:
    from dr_refit.codemod.rules.calls.outcome import Outcome
    from dr_refit.codemod.rules.calls.values import Value, Values
    from dr_refit.codemod.rules.calls.work import Work

#: What takes a list of dicts apart, and what hands one on.
_RECORDS = {"DataFrame", "json_normalize", "from_records", "dump", "dumps", "deepcopy"}
_LISTS = {"list", "tuple", "reversed", "tqdm"}


class Containers:
    """Follows values through what holds them."""

    def __init__(self, work: Work, values: Values, outcome: Outcome) -> None:
        self._work = work
        self._values = values
        self._outcome = outcome

    def use(self, node: ast.expr, value: Value) -> None:
        """Follow what is in a list, or in a dict."""
        parent = self._work.parents.of(node)
        is_list = value.type.inside[0] == "l"
        if value.type.inside[0].isdigit():
            self._use_tuple(node, value, parent)
            return
        match parent:
            case ast.Subscript(value=inner, slice=ast.Slice()) if inner is node:
                self._values.add(parent, value)
            case ast.Subscript(value=inner) if inner is node:
                if isinstance(parent.ctx, ast.Load):
                    self._values.add(parent, value.element)
            case ast.Attribute(attr=attr):
                call = self._work.parents.of(parent)
                if isinstance(call, ast.Call) and call.func is parent:
                    if not is_list and attr == "get":
                        self._values.add(call, value.element)
                    elif not is_list and attr == "values":
                        self._values.add(call, value.element.within("l"))
                    elif not is_list and attr == "items":
                        self._items(call, value.element)
            case ast.Call() if node in parent.args:
                name = last(parent.func)
                if name in _RECORDS and value.type.inside == "l":
                    if isinstance(node, ast.ListComp):
                        self._outcome.dump(node.elt, value.element)
                    else:
                        self._outcome.dump(node, value)
                elif name == "enumerate" and is_list:
                    self._items(parent, value.element)
                elif name in _LISTS and is_list and not parent.keywords:
                    self._values.add(parent, value)
                elif name not in SHOWS | {"len"}:
                    self._outcome.escape(node, value)
            case ast.Assign(targets=[ast.Name()]) | ast.AnnAssign(target=ast.Name()):
                if self._values.is_member(parent):
                    self._outcome.escape(node, value)
            case ast.For() | ast.comprehension() | ast.Compare():
                return
            case _ if is_looked_at(node, self._work.parents):
                return
            case _:
                self._outcome.escape(node, value)

    def use_keys(self, node: ast.expr, value: Value) -> None:
        """Report a dict with other keys, but where they do not matter."""
        match self._work.parents.of(node):
            case ast.Attribute(attr="values"):
                return
            case ast.Subscript(slice=ast.Constant(value=str(key))):
                if "/" not in key and "." not in key:
                    return
            case ast.Call(func=func) if last(func) in {"len", "concat", *SHOWS}:
                return
            case ast.Assign(targets=[ast.Name()]) | ast.AnnAssign(target=ast.Name()):
                return
            case _ if is_looked_at(node, self._work.parents):
                return
        self._outcome.escape(node, value)

    def _use_tuple(self, node: ast.expr, value: Value, parent: ast.AST | None) -> None:
        """Follow one element of a tuple."""
        index = int(value.type.inside[0])
        match parent:
            case ast.Assign(targets=[ast.Tuple(elts=names)]) if index < len(names):
                if isinstance(target := names[index], ast.Name):
                    self._values.element(target, value.element)
                    return
            case ast.Subscript(slice=ast.Constant(value=key)):
                if key == index:
                    self._values.add(parent, value.element)
                return
            case ast.Assign(targets=[ast.Name()]):
                return
            case _ if is_looked_at(node, self._work.parents):
                return
        self._outcome.escape(node, value)

    def _items(self, call: ast.Call, value: Value) -> None:
        """Follow `for key, value in x.items()`."""
        parent = self._work.parents.of(call)
        if isinstance(parent, ast.For | ast.comprehension) and isinstance(
            parent.target, ast.Tuple
        ):
            target = parent.target.elts[-1]
            if isinstance(target, ast.Name):
                self._values.element(target, value)
                return
        self._outcome.escape(call, value)
