"""Calls that take names which nobody can tell from the code: `patch(self.target)`."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from dr_refit.names import leaf
from dr_refit.python import string_calls as calls
from dr_refit.python.annotations import last_name
from dr_refit.python.callees import Callees
from dr_refit.python.nodes import walk
from dr_refit.python.sinks import OF_NAMES

if TYPE_CHECKING:
    from dr_refit.python.facts import Facts

_CALLS = {name: one for name, one in calls.CALLS.items() if one.takes in OF_NAMES}
_LAST = frozenset(map(leaf, _CALLS))


@lru_cache(maxsize=1)
def has_open_targets(facts: Facts) -> bool:
    """Return whether a file has a call that may take any of its strings as a name."""
    code = facts.source.code
    if not any(name.encode() in code for name in _LAST):
        return False
    callees = Callees(facts)
    for call in walk(facts.source.tree):
        if isinstance(call, ast.Call) and last_name(call.func) in _LAST:
            known = _CALLS.get(callees.meaning(call.func))
            target = calls.named(call, known) if known else None
            loads = known is not None and known.takes == "module"
            if target is not None and _is_open(target, callees, loads=loads):
                return True
    return False


def _is_open(target: ast.expr, callees: Callees, *, loads: bool) -> bool:
    match target:
        case ast.Name():
            values = callees.values(target)
            known = (ast.Constant, ast.Name, ast.JoinedStr, ast.BinOp)
            # module, _, name = "a.b:c".partition(":"); import_module(module)
            unseen = not values or not all(isinstance(one, known) for one in values)
            return (loads and unseen) or callees.is_loop(target)
        case ast.Attribute(value=ast.Name("self" | "cls")) | ast.Subscript():
            return True
        case ast.JoinedStr() | ast.BinOp():
            # f"{self.module}.f"
            return any(
                _is_open(one, callees, loads=False)
                for one in walk(target)
                if isinstance(one, ast.Name | ast.Attribute | ast.Subscript)
            )
    return False
