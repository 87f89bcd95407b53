"""What a retired package's own modules hand on, while other packages have it now."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.bindings import bind
from dr_refit.codemod.rules.imports.classify import Disposition
from dr_refit.migration.resolution import Moved, Partial
from dr_refit.names import leaf, root

if TYPE_CHECKING:
    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias

_AFFECTED = {Disposition.DIRECT, Disposition.BY_USE, Disposition.UNAFFECTED}


def mark_reexports(
    classified: tuple[Classified, ...], view: View, table: MoveTable
) -> tuple[Classified, ...]:
    """Mark the imports of an owner that hand on what moved to another package."""
    own = [item.alias for item in classified if _leaves(item, view.facts, table)]
    if not own:
        return classified
    marked = {alias for alias in own if alias.local == "*"}
    named = [alias for alias in own if alias not in marked]
    for binding in bind(named, view.scopes, (), typed=False):
        if _hands_on(binding, view):
            marked.update(binding.aliases)
    return tuple(
        replace(item, disposition=Disposition.REEXPORTED)
        if item.alias in marked
        else item
        for item in classified
    )


def mark_renamed(
    classified: tuple[Classified, ...], view: View, project: Project
) -> tuple[Classified, ...]:
    """Mark what a typed module hands on, where a name of it has another name now.

    To type checkers `a as a` is public, and `b as a` is not. The imports that a module
    is there for stay together.
    """
    public = {
        item.alias: leaf(item.resolution.new)
        for item in classified
        if item.disposition in {Disposition.DIRECT, Disposition.BY_USE}
        and isinstance(item.resolution, Moved)
        and _is_public(item.alias)
    }
    renamed = [alias.local for alias, name in public.items() if name != alias.local]
    if not renamed or not project.is_typed(view.facts.source.path):
        return classified
    if view.scopes.exported.issuperset(renamed):
        return classified
    return tuple(
        replace(item, disposition=Disposition.PUBLIC) if item.alias in public else item
        for item in classified
    )


def _is_public(alias: ImportAlias) -> bool:
    is_from = isinstance(alias.statement, ast.ImportFrom)
    return is_from and alias.is_redundant and alias.block.scope is None


def _leaves(item: Classified, facts: Facts, table: MoveTable) -> bool:
    """Return whether a package imports of its own what another one has now."""
    alias, resolution, package = item.alias, item.resolution, root(facts.module)
    if item.disposition not in _AFFECTED or alias.is_plain_import:
        return False
    if root(alias.target) != package or not table.owns(package):
        return False
    if isinstance(resolution, Partial):
        return alias.local == "*"
    return isinstance(resolution, Moved) and root(resolution.new) != package


def _hands_on(binding: ImportBinding, view: View) -> bool:
    if binding.scope is not view.scopes.module:
        return False
    listed = view.scopes.exported
    return (
        not binding.references
        or binding.local in listed
        or any(alias.is_redundant for alias in binding.aliases)
        or (view.facts.is_package and not listed)
    )
