"""A module, or a class, that is imported under a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import new_import
from dr_refit.codemod.rules.imports.decision import (
    AliasChange,
    Decision,
    Remark,
    ambiguous,
)
from dr_refit.codemod.rules.imports.naming import rebound
from dr_refit.codemod.rules.imports.uses import (
    MovingUse,
    StayingUse,
    are_replaced,
    goes_along,
    stays_there,
)
from dr_refit.codemod.rules.imports.writing import (
    common_base,
    module_of,
    moving,
    write_use,
)
from dr_refit.codes import Code
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under, leaf, parent
from dr_refit.python import chains

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.uses import ResolvedUse
    from dr_refit.codemod.rules.imports.writing import Context
    from dr_refit.migration.model import Move
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.imports import Import, ImportAlias


def decide_object(
    binding: ImportBinding, uses: Sequence[ResolvedUse], context: Context
) -> Decision:
    """Decide on `from a import b`, `import a.b as c`."""
    table, target = context.table, binding.target
    moved = moving(uses)
    if are_replaced(uses):
        return Decision(remarks=ambiguous(binding.aliases, "is replaced in part"))
    resolution = table.resolve(target)
    if isinstance(resolution, Moved) and resolution.move.inside:
        return _decide_inside(binding, uses, resolution.move, context)
    stays = (
        any(isinstance(use, StayingUse) and not goes_along(use, "") for use in uses)
        or not context.in_scope.used.isdisjoint(binding.aliases)
        or (bool(moved) and _is_used_elsewhere(binding, context))
    )
    every = 0 < len(moved) == len(uses)
    base = target if stays else _base(binding, moved, context, every=every)
    if not moved and not base:
        return Decision()
    if len(moved) < len(uses):
        # if b is None  needs the name.
        base = base or target
    if table.new_name(target).startswith("builtins."):
        return _decide_builtin(binding, uses, context)
    apart = [use for use in moved if use.new != ".".join((base, *use.reference.attrs))]
    # import a as b; b.moved; b.stays; del b
    is_kept = binding.certain and base == target and stays_there(uses)
    # import a as b ... b = None: all that a guard asks of  b  is asked of one module.
    is_one = binding.guarded and all(
        _is_reached(use, base, binding, context) for use in apart if base
    )
    if apart and binding.rebound and not (is_kept or (is_one and base)):
        why = "is bound in several ways"
        return Decision(remarks=ambiguous(binding.aliases, why))
    edits: list[Edit] = []
    needs: list[Import] = []
    remarks: list[Remark] = []
    for use in apart:
        if base and _is_reached(use, base, binding, context):
            name = binding.local + use.new[len(base) :]
            edits += chains.rename(context.facts.source, use.spans, name)
            remarks += _of_home(use, base, binding, context)
            continue
        more, needed = write_use(use, target, binding, apart, context)
        edits += more
        needs += [needed] if needed else []
    changes = {}
    for alias in binding.aliases:
        if base != target:
            own = [rebound(alias, base)] if base else []
            changes[alias] = AliasChange.to(*own, *needs)
        elif needs:
            changes[alias] = AliasChange.to(*needs, keep=True)
    return Decision(changes=changes, edits=tuple(edits), remarks=tuple(remarks))


def _is_reached(
    use: MovingUse, base: str, binding: ImportBinding, context: Context
) -> bool:
    """Return whether the new home of a use is reached through `base` as well."""
    home, inside = _home(use, binding), use.resolution.move.inside
    if inside and inside == base:
        return True
    if not is_under(home, base):
        return False
    if home == base or use.resolution.move.is_rename or context.in_scope.loads(home):
        return True
    # tf.train.Adam  ->  tf.compat.v1.train.Adam:  who imports  tf  gets the rest of it,
    # as nothing here imports  tf.train.
    old = use.resolution.old
    was = old if use.resolution.move.module else parent(old)
    return was == binding.target or not context.in_scope.imports(was)


def _home(use: MovingUse, binding: ImportBinding) -> str:
    """Return the module that has the new name of a use, or the class with it."""
    return parent(use.resolution.move.inside) or module_of(use, binding.target)


def _of_home(
    use: MovingUse, base: str, binding: ImportBinding, context: Context
) -> Iterator[Remark]:
    """Report a new home that has to be loaded by a package above it."""
    home = _home(use, binding)
    is_rename = use.resolution.move.is_rename or use.resolution.move.inside == base
    if home != base and not is_rename and not context.in_scope.loads(home):
        message = f"{home} is reached through `{binding.local}`, but not imported here"
        yield Remark(
            code=Code.HOME_NOT_IMPORTED,
            message=message,
            node=use.reference.shown,
            once=home,
        )


def _decide_inside(
    binding: ImportBinding, uses: Sequence[ResolvedUse], move: Move, context: Context
) -> Decision:
    """Decide on `from old import f`, where it is `Cls.f` now: no import binds that."""
    moved = moving(uses)
    everything = bool(moved) and len(moved) == len(uses)
    elsewhere = _is_used_elsewhere(binding, context)
    if binding.rebound or binding.needed or elsewhere or not everything:
        why = f"is in {leaf(move.inside)} now, which is no module"
        return Decision(remarks=ambiguous(binding.aliases, why))
    written = [write_use(use, binding.target, binding, moved, context) for use in moved]
    needs = [needed for _, needed in written if needed]
    return Decision(
        changes={alias: AliasChange.to(*needs) for alias in binding.aliases},
        edits=tuple(edit for edits, _ in written for edit in edits),
    )


def _is_used_elsewhere(binding: ImportBinding, context: Context) -> bool:
    """Return whether statements use the name that mention nothing with a rule."""
    return context.facts.elsewhere(context.scopes, binding.local, binding.scope)


def _all_go_apart(
    moved: Sequence[MovingUse], new: str, binding: ImportBinding, context: Context
) -> bool:
    """Return whether nothing needs a module that moved: all of it went elsewhere."""
    return not binding.needed and not any(
        goes_along(use, new) or _is_reached(use, new, binding, context) for use in moved
    )


def _base(
    binding: ImportBinding,
    moved: Sequence[MovingUse],
    context: Context,
    *,
    every: bool,
) -> str:
    """Return what to import instead; empty: nothing under the old local name.

    `every`: there are uses, and all of them move.
    """
    target = binding.target
    new = new_import(binding.aliases[0], context.table)
    if new and not (every and _all_go_apart(moved, new, binding, context)):
        return new
    if binding.needed or any(
        _is_reached(use, target, binding, context) for use in moved
    ):
        return target
    find = context.in_scope.find
    if all(find(module_of(use, target), use, binding) for use in moved):
        return ""
    # In a notebook of marimo, two cells bind no name.
    is_named = bool(binding.aliases[0].alias.asname or context.facts.cells)
    return common_base(moved, is_named=is_named)


def _decide_builtin(
    binding: ImportBinding, uses: Sequence[ResolvedUse], context: Context
) -> Decision:
    """Decide on `from typing import List`, where it is `list` now."""
    _, name, *inside = context.table.new_name(binding.target).split(".")
    naming = context.naming
    moved = moving(uses)
    usable = bool(moved) and all(
        isinstance(use, MovingUse) and naming.means_builtin(name, use.reference.scope)
        for use in uses
    )
    if inside and (binding.rebound or binding.needed or not usable):
        # from builtins.str import maketrans  imports nothing.
        why = f"is in {name} now, which is no module"
        return Decision(remarks=ambiguous(binding.aliases, why))
    if binding.rebound or binding.needed or not usable:
        return Decision(
            changes={
                alias: AliasChange.to(_rebound_to_new(alias, context.table))
                for alias in binding.aliases
            }
        )
    edits = [
        edit
        for use in moved
        for edit in chains.rename(
            context.facts.source, use.spans, use.new.removeprefix("builtins.")
        )
    ]
    changes = {alias: AliasChange.to() for alias in binding.aliases}
    return Decision(changes=changes, edits=tuple(edits))


def _rebound_to_new(alias: ImportAlias, table: MoveTable) -> Import:
    return rebound(alias, table.new_name(alias.target))
