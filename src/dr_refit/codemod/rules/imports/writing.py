"""Another dotted name written over a use, and the import that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.uses import MovingUse
from dr_refit.names import is_under, parent, root
from dr_refit.python import chains
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.naming import Naming
    from dr_refit.codemod.rules.imports.reuse import InScope
    from dr_refit.codemod.rules.imports.uses import ResolvedUse
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import Import
    from dr_refit.python.scopes import Scopes


class Context(NamedTuple):
    """What every decision of a file rests on."""

    facts: Facts
    scopes: Scopes
    table: MoveTable
    naming: Naming
    in_scope: InScope


def moving(uses: Iterable[ResolvedUse]) -> list[MovingUse]:
    """Return the uses that another name is written over."""
    return [use for use in uses if isinstance(use, MovingUse)]


def common_base(moved: Sequence[MovingUse], *, is_named: bool) -> str:
    """Return the one module in which everything used has its old name, if any.

    `is_named`: it may have another one, as the module has a name of its own here.
    """
    bases = set()
    for use in moved:
        if use.resolution.move.module:
            # import n  does not load n.b, where a.b moved to.
            return ""
        old, new, attrs = use.resolution.old, use.resolution.new, use.attrs
        direct = old == ".".join((parent(old), *attrs[:1]))
        base, *rest = new.rsplit(".", len(attrs))
        # import a as o; o.f.x  ->  import n as o; o.g.x
        first = 1 if is_named else 0
        same = len(rest) == len(attrs) and rest[first:] == [*attrs[first:]]
        fits = direct and same and not base.startswith("builtins.")
        bases.add(base if fits else "")
    return bases.pop() if len(bases) == 1 else ""


def write_use(
    use: MovingUse,
    loaded: str,
    binding: ImportBinding,
    together: Sequence[MovingUse],
    context: Context,
) -> tuple[list[Edit], Import | None]:
    """Write a new name over a use; return the import that it needs as well.

    `loaded`: what was imported for it; `together`: the uses that share the import.
    """
    source, naming = context.facts.source, context.naming
    module = module_of(use, loaded)
    if module == "builtins" != use.new:
        name = use.new.removeprefix("builtins.")
        if naming.means_builtin(root(name), use.reference.scope):
            return chains.rename(source, use.spans, name), None
    inside = use.resolution.move.inside
    for home in (module, parent(inside)) if inside else (module,):
        if bound := context.in_scope.name_of(home, use, binding):
            name = bound + use.new[len(home) :]
            return chains.rename(source, use.spans, name), None
    needed = naming.import_of(module, binding, together, is_object=bool(inside))
    new = (needed.local or needed.name or module) + use.new[len(module) :]
    return chains.rename(source, use.spans, new), needed


def module_of(use: MovingUse, loaded: str) -> str:
    """Return the module to import for a use."""
    old, move = use.resolution.old, use.resolution.move
    if not move.module:
        return move.holder or move.new
    if is_under(loaded, old) and is_under(use.dotted, loaded):
        return move.new + loaded[len(old) :]
    return move.new
