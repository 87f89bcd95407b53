"""Functions that are passed to `functools.partial`: with what they are called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.arguments import check_call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.codemod.rules.calls.work import Origin, Work
    from dr_refit.migration.calls import CallRule, Returned

_PARTIAL = {"functools.partial", "functools.partialmethod"}


def check_partial(
    node: ast.expr,
    rule: CallRule,
    origin: Origin,
    work: Work,
    types: Mapping[ast.AST, Returned],
) -> bool:
    """Look at the arguments that a function is given for later as at those of a call.

    False: what it is called with later has to be looked at, too. That is so unless
    all arguments which are called otherwise are given by their names now.
    """
    if not rule.arguments or rule.raises or rule.used or rule.printed:
        return False
    match work.parents.of(node):
        case ast.Call(args=[function], keywords=keywords) as call:
            named = {one.arg for one in keywords}
            if function is not node or not rule.arguments.keys() <= named - {None}:
                return False
        case _:
            return False
    from dr_refit.python.callees import Callees  # rarely needed

    if Callees(work.facts).meaning(call.func) not in _PARTIAL:
        return False
    # partial(f, a=b): the function is its first argument.
    check_call(call, rule._replace(parameters=("",)), origin, work, types)
    return True
