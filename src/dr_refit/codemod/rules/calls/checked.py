"""One reference to what has a rule: edited, or reported."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.arguments import check_call
from dr_refit.codemod.rules.calls.looks import last
from dr_refit.codemod.rules.calls.partials import check_partial
from dr_refit.codemod.rules.calls.raised import check_expected, check_raised
from dr_refit.names import root

if TYPE_CHECKING:
    from dr_refit.codemod.rules.calls.references import Use
    from dr_refit.codemod.rules.calls.values import Values
    from dr_refit.codemod.rules.calls.work import Work
    from dr_refit.migration.table import MoveTable

#: What takes a class, and does not call it.
_LOOKS = {"isinstance", "issubclass", "cast", "TypeAdapter"}
#: The fixtures of pytest that hold what a test prints.
_CAPTURES = {"capsys", "capfd"}


def check(use: Use, work: Work, values: Values, table: MoveTable) -> None:
    """Edit a reference, or report what a person has to do at it."""
    (reference, origin, unsure), index = use, table.index
    rule = index.rules.get(origin.dotted)
    kind = index.returned.get(origin.dotted)
    node, call = reference.node, reference.call
    parent = work.parents.of(node)
    if rule is not None and rule.derived and isinstance(parent, ast.ClassDef):
        work.report(node, origin, rule.derived, silent=rule.silent)
    elif rule is not None and check_expected(node, parent, rule, origin, work):
        return
    elif codemod := index.codemods.get(origin.dotted):
        if not (call is None and (reference.for_types or _is_only_seen(node, parent))):
            # Rarely needed.
            from dr_refit.codemod.rules.calls.codemods import run_codemod

            run_codemod(use, codemod, work)
    elif rule is not None and rule.always and call is None:
        if not reference.for_types:
            work.report(origin.call, origin, rule.text, silent=rule.silent)
    elif call is None or unsure:
        if origin.dotted in index.removed or reference.for_types:
            return
        if not (unsure or _is_passed_on(node, parent, work)):
            return
        types = {node: value.type for node, value in values.known.items()}
        if (
            rule is not None
            and rule.matters
            and (unsure or not check_partial(node, rule, origin, work, types))
        ):
            work.report(origin.call, origin, rule.text, silent=rule.silent)
        if kind is not None and index.types[kind.name].is_followed:
            shape = index.types[kind.name]
            work.report(origin.call, origin, shape.text, silent=shape.silent)
    elif rule is not None:
        types = {node: value.type for node, value in values.known.items()}
        check_call(call, rule, origin, work, types)
        check_raised(call, rule, origin, work)
        if rule.used and not isinstance(work.parents.of(call), ast.Expr):
            work.report(call, origin, rule.used, silent=rule.silent)
        if rule.once and not table.owns(root(origin.dotted)):
            work.report(call, origin, rule.once, silent=rule.silent, once=True)
        if rule.printed and _is_captured(call, work):
            work.report(call, origin, rule.text, silent=rule.silent)


def _is_only_seen(node: ast.expr, parent: ast.AST | None) -> bool:
    """Return whether a name is only looked at: `isinstance(x, name)`, `a is name`."""
    if isinstance(parent, ast.Call):
        return node is not parent.func and last(parent.func) in _LOOKS
    return isinstance(parent, ast.Compare | ast.arg)


def _is_captured(call: ast.Call, work: Work) -> bool:
    """Return whether somebody looks at what a call prints."""
    for node in work.parents.around(call):
        match node:
            case ast.FunctionDef(args=args):
                return any(arg.arg in _CAPTURES for arg in args.args)
            case ast.With(items=items):
                for item in items:
                    context = item.context_expr
                    called = isinstance(context, ast.Call) and last(context.func)
                    if called == "redirect_stdout":
                        return True
    return False


def _is_passed_on(node: ast.expr, parent: ast.AST | None, work: Work) -> bool:
    """Return whether others may call what is not called here."""
    match parent:
        case ast.Call(func=func):
            return last(func) not in _LOOKS
        case ast.FunctionDef(decorator_list=decorators):
            return node in decorators
        case ast.AsyncFunctionDef(decorator_list=decorators):
            return node in decorators
        case ast.keyword() | ast.Assign() | ast.NamedExpr() | ast.Return() | ast.Dict():
            return True
        case ast.Expr():
            # It may be a stand-in for what is to come; in a cell it is shown.
            return work.facts.namespace.is_module
        case ast.AnnAssign(value=value):
            return value is node
        case ast.For(iter=inner) | ast.comprehension(iter=inner):
            return inner is node
        case ast.List() | ast.Tuple() | ast.Set() | ast.IfExp() | ast.BoolOp():
            around = work.parents.of(parent)
            if isinstance(around, ast.Subscript) and around.slice is parent:
                # dict[str, HFLocation]
                return False
            return not (
                isinstance(around, ast.Call) and not _is_passed_on(parent, around, work)
            )
        case _:
            return False
