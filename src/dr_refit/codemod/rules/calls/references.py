"""The references of a file to what has a rule."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.looks import is_asked_for
from dr_refit.codemod.rules.calls.work import Origin
from dr_refit.migration.resolution import Kept, Moved, Removed
from dr_refit.names import prefixes
from dr_refit.python.loads import base_of
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.codemod.rules.model import View
    from dr_refit.migration.index import Index
    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.symbols import Reference


class Use(NamedTuple):
    """A reference to what has a rule."""

    reference: Reference
    origin: Origin
    #: Something else may be meant by it.
    unsure: bool


def uses(view: View, table: MoveTable) -> Iterator[Use]:
    """Yield the references to names that have a rule, and are reached as they are."""
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
                by_name = reference.by_name
                more = by_name.names[:1] if by_name else ()
                dotted = view.facts.reached(base, (*reference.attrs, *more))
                found.setdefault(dotted, []).append(alias)
        for whole, aliases in found.items():
            dotted = _known(whole, reference, view, table.index)
            if dotted and _is_live(dotted, aliases, reference, view, table):
                new = table.new_name(dotted) or dotted
                called = reference.call or reference.node
                origin = Origin(reference.name, called, dotted, new)
                yield Use(reference, origin, unsure or len(found) > 1)


def _known(dotted: str, reference: Reference, view: View, index: Index) -> str:
    """Return the name with a rule that a reference is for; empty: there is none."""
    match view.facts.parents.of(reference.node):
        case ast.Subscript(value=node, slice=ast.Constant(value=str(key))):
            # Member["A"]
            if node is reference.node and f"{dotted}.{key}" in index.rules:
                return f"{dotted}.{key}"
    if any(dotted in one for one in (index.rules, index.returned, index.codemods)):
        return dotted
    # Member.A.value
    around = (name for name in prefixes(dotted) if name in index.rules)
    return next((name for name in around if index.rules[name].always), "")


def _is_live(
    dotted: str,
    aliases: Iterable[ast.alias],
    reference: Reference,
    view: View,
    table: MoveTable,
) -> bool:
    """Return whether a name is reached where it is now, or is gone."""
    resolution = table.resolve(dotted)
    if not isinstance(resolution, Moved):
        return is_changed(resolution, table)
    applied = view.applied
    if applied is None or reference.name in applied:
        return True
    return applied.issuperset(aliases)


def is_changed(resolution: Resolution | None, table: MoveTable) -> bool:
    """Return whether a name that does not move is another one in the new version."""
    match resolution:
        case None | Removed():
            return True
        case Kept(old=old):
            # Whoever owns the old package has the name as it was.
            return old in table.index.kept
    return False
