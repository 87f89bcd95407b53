"""Imports whose name is bound, or passed on, in several ways."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import new_import
from dr_refit.codemod.rules.imports.decision import AliasChange, Decision, ambiguous
from dr_refit.codemod.rules.imports.naming import rebound
from dr_refit.codemod.rules.imports.uses import MovingUse, goes_along
from dr_refit.codemod.rules.imports.writing import common_base, module_of, moving
from dr_refit.names import is_under, root
from dr_refit.python import chains
from dr_refit.python.edits import Edit
from dr_refit.python.imports import Import
from dr_refit.python.loads import base_of
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.uses import ResolvedUse
    from dr_refit.codemod.rules.imports.writing import Context
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.imports import ImportAlias


def decide_rebound(
    binding: ImportBinding,
    aliases: Sequence[ImportAlias],
    uses: Sequence[ResolvedUse],
    context: Context,
) -> Decision:
    """Keep the local name, or change nothing at all."""
    table = context.table
    first = aliases[0]
    plain = first.is_plain_import
    base = table.new_name(first.local) if plain else new_import(first, table)
    if not base and not binding.exported and first.target == base_of(first):
        # import a; a.f(); del a  ->  import n as a; a.f(); del a
        is_named = bool(context.facts.cells)
        named = common_base(moving(uses), is_named=True)
        if binding.guarded and named and all(_is_of(use, named) for use in uses):
            return _guarded(binding, aliases, uses, named, context)
        home = common_base(moving(uses), is_named=is_named)
        base = _only_home(first.local, home, table)
    if not base and binding.certain and len(binding.aliases) == 1:
        return _deleted(binding, uses, context)
    if not base or not all(goes_along(use, base) for use in uses):
        moves = any(new_import(alias, table) for alias in aliases)
        affected = base or moves or moving(uses)
        return by_hand(aliases) if affected else Decision()
    return Decision(
        changes={
            alias: _change(alias, base, binding, context)
            if alias.is_plain_import
            else AliasChange.to(rebound(alias, base))
            for alias in aliases
        }
    )


def _is_of(use: ResolvedUse, home: str) -> bool:
    """Return whether a use is of one module, or only asks whether there is one."""
    if isinstance(use, MovingUse):
        return use.new.startswith(f"{home}.")
    return goes_along(use, home)


def _guarded(
    binding: ImportBinding,
    aliases: Sequence[ImportAlias],
    uses: Sequence[ResolvedUse],
    home: str,
    context: Context,
) -> Decision:
    """Import the one new home of all uses by the name that a guard has.

    import a ... a = None; a.f()  ->  import n as a ... a = None; a.g()
    """
    edits = [
        edit
        for use in moving(uses)
        if not goes_along(use, home)
        for edit in chains.rename(
            context.facts.source, use.spans, binding.local + use.new[len(home) :]
        )
    ]
    changes = {one: AliasChange.to(Import(home, local=one.local)) for one in aliases}
    return Decision(changes=changes, edits=tuple(edits))


def by_hand(aliases: Sequence[ImportAlias]) -> Decision:
    """Leave imports, and all that is reached through them, to a person."""
    why = "is bound, or passed on, in several ways"
    return Decision(remarks=ambiguous(aliases, why))


def _deleted(
    binding: ImportBinding, uses: Sequence[ResolvedUse], context: Context
) -> Decision:
    """Import the one new home of all uses, and delete it where the name is deleted.

    import a.b; a.b.f(); del a  ->  import n; n.f(); del n
    """
    facts, source = context.facts, context.facts.source
    moved = moving(uses)
    homes = {module_of(use, binding.target) for use in moved}
    top = binding.scope.node or source.tree
    names = [
        node
        for node in walk(top)
        if isinstance(node, ast.Name) and node.id == binding.local
        if not isinstance(node.ctx, ast.Load)
    ]
    are_deleted = all(isinstance(node.ctx, ast.Del) for node in names)
    if len(moved) < len(uses) or len(homes) != 1 or not are_deleted:
        return by_hand(binding.aliases) if moved else Decision()
    (base,) = homes
    is_new = not facts.mentions(root(base))
    needed = Import(base, local="" if is_new else context.naming.unused(base))
    called = needed.local or base
    edits = [
        edit
        for use in moved
        for edit in chains.rename(source, use.spans, called + use.new[len(base) :])
    ]
    edits += [
        Edit(source.start(node), source.end(node), root(called).encode())
        for node in names
    ]
    (alias,) = binding.aliases
    return Decision(changes={alias: AliasChange.to(needed)}, edits=tuple(edits))


def _only_home(module: str, base: str, table: MoveTable) -> str:
    """Return a module if it has all that moved from another, by the same names."""
    return (
        base
        if all(
            move.new == base + move.old.removeprefix(module)
            for move in table.moves
            if is_under(move.old, module)
        )
        else ""
    )


def _change(
    alias: ImportAlias, base: str, binding: ImportBinding, context: Context
) -> AliasChange:
    # import a.b  ->  import x.b; import x as a
    news = [Import(base, local=alias.local)]
    loaded = new_import(alias, context.table)
    if loaded and loaded != base:
        news.insert(0, context.naming.import_of(loaded, binding, ()))
    return AliasChange.to(*news)
