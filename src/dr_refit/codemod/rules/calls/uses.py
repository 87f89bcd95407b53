"""The references to what has a rule: calls, and what is passed on."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.rules.calls.arguments import check_call, read
from dr_refit.codemod.rules.calls.looks import is_asked_for
from dr_refit.codemod.rules.calls.outcome import Outcome
from dr_refit.codemod.rules.calls.raised import check_raised
from dr_refit.codemod.rules.calls.results import Results
from dr_refit.codemod.rules.calls.values import Value, Values
from dr_refit.codemod.rules.calls.work import Origin, Work
from dr_refit.migration.resolution import Moved, Removed
from dr_refit.python.loads import base_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dr_refit.codemod.rules.model import View
    from dr_refit.migration.index import Index
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.symbols import Reference

#: What takes a class, and does not call it.
_LOOKS = {"isinstance", "issubclass", "cast", "TypeAdapter"}
#: The fixtures of pytest that hold what a test prints.
_CAPTURES = {"capsys", "capfd"}


class _Use(NamedTuple):
    """A reference to what has a rule."""

    reference: Reference
    origin: Origin
    #: Something else may be meant by it.
    unsure: bool


def look(view: View, table: MoveTable) -> Work:
    """Find out what becomes of the calls of a file."""
    work = Work(view.facts)
    values = Values(work)
    outcome = Outcome(work, values, table.index.types)
    results = Results(work, values, outcome, table.index)
    uses = [*_uses(view, table)]
    for use in uses:
        _follow(use, work, values, table.index)
    results.find()
    for use in uses:
        _check(use, work, values, table.index)
    outcome.rewrite()
    _check_imports(view, {use.origin.dotted for use in uses}, work, table)
    return work


def _uses(view: View, table: MoveTable) -> Iterator[_Use]:
    imports = {
        alias.alias: alias for alias in view.facts.imports if is_asked_for(alias, table)
    }
    stars = [alias for alias in imports.values() if alias.local == "*"]
    for reference in view.scopes.references:
        if reference.annotation_literal is not None:
            continue
        found: dict[str, list[ast.alias]] = {}
        unsure = False
        for home in view.scopes.homes(reference):
            name = reference.name.id
            bound = home.imports.get(name, []) if home else [s.alias for s in stars]
            unsure = unsure or (home is not None and name in home.bound)
            for alias in bound:
                one = imports.get(alias)
                if one is None:
                    unsure = True
                    continue
                base = f"{one.target}.{name}" if home is None else base_of(one)
                attrs = [*reference.attrs, reference.attribute_literal]
                dotted = ".".join((base, *filter(None, attrs)))
                found.setdefault(dotted, []).append(alias)
        for dotted, aliases in found.items():
            gone = isinstance(table.resolve(dotted), Removed)
            if gone and reference.call is None:
                continue
            index = table.index
            ours = (index.rules, index.returned, index.codemods)
            if any(dotted in one for one in ours) and _is_live(
                dotted, aliases, reference, view, table
            ):
                new = table.new_name(dotted) or dotted
                called = reference.call or reference.node
                origin = Origin(reference.name, called, dotted, new)
                yield _Use(reference, origin, unsure or len(found) > 1)


def _is_live(
    dotted: str,
    aliases: Iterable[ast.alias],
    reference: Reference,
    view: View,
    table: MoveTable,
) -> bool:
    """Return whether a name that moved is reached where it is now."""
    if not isinstance(table.resolve(dotted), Moved) or view.applied is None:
        return True
    return reference.name in view.applied or view.applied.issuperset(aliases)


def _follow(use: _Use, work: Work, values: Values, index: Index) -> None:
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
    parent = work.parents.of(reference.node)
    if isinstance(parent, ast.arg):
        if parent.annotation is reference.node:
            values.argument(parent, value)
    elif call is not None and not unsure:
        values.add(call, value)


def _check(use: _Use, work: Work, values: Values, index: Index) -> None:
    reference, origin, unsure = use
    rule = index.rules.get(origin.dotted)
    kind = index.returned.get(origin.dotted)
    node, call = reference.node, reference.call
    parent = work.parents.of(node)
    if rule is not None and rule.derived and isinstance(parent, ast.ClassDef):
        work.report(node, origin, rule.derived, silent=rule.silent)
    elif call is None or unsure:
        if reference.for_types or not (unsure or _is_passed_on(node, parent, work)):
            return
        if rule is not None and rule.matters:
            work.report(origin.call, origin, rule.text, silent=rule.silent)
        if kind is not None and index.types[kind.name].is_followed:
            shape = index.types[kind.name]
            work.report(origin.call, origin, shape.text, silent=shape.silent)
    elif path := index.codemods.get(origin.dotted):
        # Rarely needed.
        from dr_refit.codemod.rules.calls.codemods import run_codemod

        run_codemod(call, path, origin, work)
    elif rule is not None:
        types = {node: value.type for node, value in values.known.items()}
        check_call(call, rule, origin, work, types)
        check_raised(call, rule, origin, work)
        if rule.used and not isinstance(work.parents.of(call), ast.Expr):
            work.report(call, origin, rule.used, silent=rule.silent)
        if rule.printed and _is_captured(call, work):
            work.report(call, origin, rule.text, silent=rule.silent)


def _is_captured(call: ast.Call, work: Work) -> bool:
    """Return whether somebody looks at what a call prints."""
    for node in work.parents.around(call):
        match node:
            case ast.FunctionDef(args=args):
                return any(arg.arg in _CAPTURES for arg in args.args)
            case ast.With(items=items):
                for item in items:
                    called = getattr(item.context_expr, "func", None)
                    name = getattr(called, "attr", "") or getattr(called, "id", "")
                    if name == "redirect_stdout":
                        return True
    return False


def _is_passed_on(node: ast.expr, parent: ast.AST | None, work: Work) -> bool:
    """Return whether others may call what is not called here."""
    match parent:
        case ast.Call(func=func):
            name = getattr(func, "attr", "") or getattr(func, "id", "")
            return name not in _LOOKS
        case ast.FunctionDef(decorator_list=decorators):
            return node in decorators
        case ast.AsyncFunctionDef(decorator_list=decorators):
            return node in decorators
        case ast.keyword() | ast.Assign() | ast.NamedExpr() | ast.Return() | ast.Dict():
            return True
        case ast.Expr():
            # It may be a stand-in for what is to come.
            return True
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


def _check_imports(
    view: View, used: Collection[str], work: Work, table: MoveTable
) -> None:
    """Report at its import what is used elsewhere, if anywhere."""
    index = table.index
    for alias in view.facts.imports:
        if alias.target not in index.rules and alias.target not in index.returned:
            continue
        exported = alias.local in view.scopes.exported
        if isinstance(table.resolve(alias.target), Removed):
            continue
        if (alias.target in used and not exported) or alias.is_plain_import:
            continue
        moved = isinstance(table.resolve(alias.target), Moved)
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
