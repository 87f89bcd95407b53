"""Imports that one new import replaces, whatever the file does with the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import Disposition
from dr_refit.codemod.rules.imports.decision import AliasChange, Decision
from dr_refit.codemod.rules.imports.naming import rebound
from dr_refit.migration.resolution import Moved, Partial
from dr_refit.names import leaf, parent
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.source import Source


def decide_direct(item: Classified, table: MoveTable) -> Decision:
    """Decide on an import whose names all move along, or none."""
    alias, resolution = item.alias, item.resolution
    if item.disposition is Disposition.UNNEEDED:
        return Decision(changes={alias: AliasChange.to()})
    if not isinstance(resolution, Moved):
        return Decision()
    if alias.local != "*":
        new = rebound(alias, resolution.new, as_name=not resolution.move.module)
    elif table.owns_target(alias.target):
        new = Import(resolution.new, "*")
    else:
        return Decision()
    return Decision(changes={alias: AliasChange.to(new)})


def is_split_star(item: Classified, facts: Facts, table: MoveTable) -> bool:
    """Return whether a star brings names that went to several places."""
    target, resolution = item.alias.target, item.resolution
    if item.alias.local != "*" or not isinstance(resolution, Moved | Partial):
        return False
    if isinstance(resolution, Moved):
        return not table.owns_target(target)
    modules, index = table.submodules(target), table.index
    own = {one for one in index.owners if parent(one) == target} - index.covered
    if target in index.retired or not modules.issuperset(map(leaf, own)):
        return True
    # from a import *  may bring the module a.b
    scopes = facts.scopes(dict.fromkeys(index.namespaces.get(target, ())))
    return not modules.isdisjoint(scopes.exported) or any(
        one.name.id in modules
        or (one.attrs and f"{target}.{one.name.id}.{one.attrs[0]}" in index.owners)
        for one in scopes.references
        # No import, nor anything else, binds it.
        if None in scopes.homes(one)
    )


def required(
    classified: Sequence[Classified], source: Source
) -> Iterator[tuple[str, int, int]]:
    """Yield what moved, each with the span of the statement that imports it."""
    for item in classified:
        alias = item.alias
        moves = isinstance(item.resolution, Moved) and alias.local != "*"
        if moves and item.disposition is Disposition.DIRECT:
            start, end = source.start(alias.statement), source.end(alias.statement)
            yield alias.target, start, end
