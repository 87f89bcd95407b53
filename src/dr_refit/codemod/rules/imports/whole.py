"""Modules that are used as a whole, though names of them moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.decision import Remark
from dr_refit.codemod.rules.imports.uses import StayingUse
from dr_refit.codemod.rules.model import kept_object
from dr_refit.codes import Code
from dr_refit.names import reached, root

if TYPE_CHECKING:
    import ast
    from collections.abc import Hashable, Iterable, Iterator

    from dr_refit.codemod.rules.imports.uses import ResolvedUse
    from dr_refit.migration.table import MoveTable


def of_module(use: ResolvedUse, module: str, table: MoveTable) -> Iterator[Remark]:
    """Report a module that is used as a whole, though names of it moved."""
    inside, by_name = table.index.namespaces, use.reference.by_name
    if module not in inside or table.moves_as_unit(module):
        return
    shown = use.reference.shown
    if by_name is None or by_name.may_be(inside[module]):
        called = use.reference.call is not None
        yield of_kept(module, shown, table, is_class=called)
        return
    how = "a string" if by_name.literal else "its name"
    for attribute in by_name.names:
        name = reached(module, [attribute], table.index.covered)
        new = table.new_name(name)
        if new and new != f"{table.new_name(module)}.{attribute}":
            message = f"{module}.{attribute} is {new} now, but is taken by {how} here"
            yield Remark(code=Code.DYNAMIC_ACCESS, message=message, node=shown)
        elif by_name.is_taken and not new and _may_be(use, inside.get(name, ())):
            # getattr(a, "module").f
            yield of_kept(name, shown, table)


def _may_be(use: ResolvedUse, names: Iterable[str]) -> bool:
    """Return whether one of some names may be taken of what a use takes by its name."""
    then = use.then if isinstance(use, StayingUse) else ""
    return any(then in {"", root(name)} for name in names)


def of_kept(
    module: str, node: ast.expr | ast.alias, table: MoveTable, *, is_class: bool = False
) -> Remark:
    """Return what there is to say of a module, or a class, as a whole."""
    # Whoever looks at one such use of a name looks at all; each import is one.
    name = getattr(node, "id", "")
    once: Hashable = ("kept", module, name) if name else None
    has_rules = table.has_direct_rules(module) and not is_class
    code, message = kept_object(module, has_rules=has_rules)
    once = once if has_rules else ("kept", module)
    return Remark(code=code, message=message, node=node, once=once)
