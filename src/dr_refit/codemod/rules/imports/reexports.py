"""What a retired package's own modules hand on, while other packages have it now."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.bindings import bind
from dr_refit.codemod.rules.imports.classify import Disposition
from dr_refit.migration.resolution import Moved, Partial
from dr_refit.names import root
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts

_AFFECTED = {Disposition.DIRECT, Disposition.BY_USE, Disposition.UNAFFECTED}


def mark_reexports(
    classified: tuple[Classified, ...], view: View, project: Project, table: MoveTable
) -> tuple[Classified, ...]:
    """Mark the imports of an owner that hand on what moved to another package."""
    own = [item.alias for item in classified if _leaves(item, view.facts, table)]
    if not own:
        return classified
    marked = {alias: Disposition.REEXPORTED for alias in own if alias.local == "*"}
    named = [alias for alias in own if alias not in marked]
    outside = project.outside(view.facts.source.path)
    for binding in bind(named, view.scopes, outside, typed=False):
        if _hands_on(binding, view):
            needed = _is_needed(binding, view, outside.taken)
            how = Disposition.REEXPORTED if needed else Disposition.UNNEEDED
            marked |= dict.fromkeys(binding.aliases, how)
    return tuple(
        item._replace(disposition=marked.get(item.alias, item.disposition))
        for item in classified
    )


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


def _is_needed(binding: ImportBinding, view: View, taken: AbstractSet[str]) -> bool:
    """Return whether something may need what a module hands on."""
    facts = view.facts
    listed = re.compile(rf"""["']{re.escape(binding.local)}["']""".encode())
    if (
        binding.references
        or binding.rebound
        or binding.taken
        or not all(alias.block.unconditional for alias in binding.aliases)
        # __all__ = ["a"]    _LAZY = {"a": "b"}
        or listed.search(facts.source.code)
        or _lists_others(facts.source.tree)
    ):
        return True
    # `from .a import b` in a package is how others reach for `package.a`.
    loaded = (
        alias.target.removeprefix(f"{facts.module}.") for alias in binding.aliases
    )
    return facts.is_package and not taken.isdisjoint(map(root, loaded))


def _lists_others(tree: ast.Module) -> bool:
    """Return whether `__all__` has names that are not written there."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr):
            names = {n.id for n in walk(statement) if isinstance(n, ast.Name)}
            if "__all__" in names and len(names) > 1:
                return True
    return False


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
