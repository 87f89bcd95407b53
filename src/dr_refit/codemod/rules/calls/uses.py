"""What becomes of the references to what has a rule, and of what they return."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.arguments import read
from dr_refit.codemod.rules.calls.checked import check
from dr_refit.codemod.rules.calls.looks import last
from dr_refit.codemod.rules.calls.outcome import Outcome
from dr_refit.codemod.rules.calls.references import is_changed, uses
from dr_refit.codemod.rules.calls.results import Results
from dr_refit.codemod.rules.calls.values import Value, Values
from dr_refit.codemod.rules.calls.work import Origin, Work
from dr_refit.migration.resolution import Moved, Removed

if TYPE_CHECKING:
    from dr_refit.codemod.rules.calls.references import Use
    from dr_refit.codemod.rules.model import View
    from dr_refit.migration.index import Index
    from dr_refit.migration.table import MoveTable


def look(view: View, table: MoveTable) -> Work:
    """Find out what becomes of the calls of a file."""
    work = Work(view.facts, view.edits)
    values = Values(work)
    outcome = Outcome(work, values, table.index.types)
    results = Results(work, values, outcome, table.index)
    found = [*uses(view, table)]
    for use in found:
        _follow(use, work, values, table.index)
    results.find()
    for use in found:
        check(use, work, values, table)
    outcome.rewrite()
    _check_imports(view, {use.origin.dotted for use in found}, work, table)
    return work


def _follow(use: Use, work: Work, values: Values, index: Index) -> None:
    """Follow what a call returns, and arguments of a class."""
    reference, origin, unsure = use
    rule, call = index.rules.get(origin.dotted), reference.call
    if call is not None and rule is not None and rule.takes:
        for one in read(call, rule, work.source):
            if one.name in rule.takes:
                values.taken[one.value] = rule.takes[one.name]
    kind = index.returned.get(origin.dotted)
    if kind is None:
        return
    value = Value(kind, frozenset({origin}))
    argument = _annotated(reference.node, work)
    if argument is not None:
        values.argument(argument, value)
    elif call is not None and not unsure:
        values.add(call, value)


def _annotated(node: ast.expr, work: Work) -> ast.arg | None:
    """Return the argument that is of a class, or None, by its annotation."""
    parent = work.parents.of(node)
    match parent:
        case ast.arg(annotation=annotation):
            return parent if annotation is node else None
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            # f(x: T | None)
            other = right if left is node else left
            is_none = isinstance(other, ast.Constant) and other.value is None
            return _annotated(parent, work) if is_none else None
        case ast.Subscript(value=value, slice=inner):
            # f(x: Optional[T])
            is_optional = inner is node and last(value) == "Optional"
            return _annotated(parent, work) if is_optional else None
    return None


def _check_imports(view: View, used: set[str], work: Work, table: MoveTable) -> None:
    """Report at its import what is used elsewhere, if anywhere."""
    index = table.index
    referred = {
        alias
        for reference in view.scopes.references
        for home in view.scopes.homes(reference)
        for alias in (home.imports.get(reference.name.id, ()) if home else ())
    }
    for alias in view.facts.imports:
        if alias.target not in index.rules and alias.target not in index.returned:
            continue
        exported = alias.local in view.scopes.exported
        is_used = alias.target in used or alias.alias in referred
        is_handed_on = exported or (not is_used and view.facts.namespace.is_module)
        if not is_handed_on or alias.is_plain_import:
            continue
        resolution = table.resolve(alias.target)
        moved = isinstance(resolution, Moved)
        if isinstance(resolution, Removed) or not (
            moved or is_changed(resolution, table)
        ):
            continue
        if moved and view.applied is not None and alias.alias not in view.applied:
            continue
        new = table.new_name(alias.target) or alias.target
        origin = Origin(ast.Name(id=alias.local), alias.alias, alias.target, new)
        rule, kind = index.rules.get(alias.target), index.returned.get(alias.target)
        if rule is not None and rule.matters:
            work.report(alias.alias, origin, rule.text, silent=rule.silent)
        shape = index.types[kind.name] if kind is not None else None
        if shape is not None and shape.is_followed:
            work.report(alias.alias, origin, shape.text, silent=shape.silent)
