"""What the migrations make of each reference to an imported name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import new_import
from dr_refit.codes import Code
from dr_refit.migration.resolution import Moved
from dr_refit.names import leaf, parent, prefixes, root
from dr_refit.python import chains
from dr_refit.python.choices import is_asked
from dr_refit.python.mangling import is_private
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.guards import Guards
    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.chains import Spans
    from dr_refit.python.facts import Facts
    from dr_refit.python.parents import Parents
    from dr_refit.python.symbols import Reference


class MovingUse(NamedTuple):
    """A use that another dotted name is written over."""

    reference: Reference
    #: What it means before the move.
    dotted: str
    resolution: Moved
    #: Where its identifiers stand.
    spans: Spans
    #: What moved is taken of it by its name, which stays: patch.object(a.b, "f")
    by_name: bool = False

    @property
    def new(self) -> str:
        """What to write over it."""
        return parent(self.resolution.new) if self.by_name else self.resolution.new

    @property
    def attrs(self) -> tuple[str, ...]:
        """The attributes that are taken of the name."""
        more = self.reference.named[:1] if self.by_name else ()
        return (*self.reference.attrs, *more)


class StayingUse(NamedTuple):
    """A use that stays as it is."""

    reference: Reference
    dotted: str
    resolution: Resolution | None
    #: It moved, but its identifiers do not stand in the code as such.
    hidden: bool = False
    #: It moved, but is assigned to, and would become a variable.
    assigned: bool = False
    #: It moved, but is for where its new name is missing.
    fallback: bool = False
    #: It moved, but its new name means something else inside of a class.
    mangled: bool = False
    #: It is a module of which no more is asked than whether it is there.
    asked: bool = False
    #: The attribute of what is taken of it by its name: getattr(a, "b").c
    then: str = ""


type ResolvedUse = MovingUse | StayingUse


def resolve_uses(
    binding: ImportBinding,
    base: str,
    facts: Facts,
    table: MoveTable,
    guards: Guards,
) -> tuple[ResolvedUse, ...]:
    """Resolve the references to a name that means `base`."""
    # import a.b  where the name  a.b  is  a.b.b  now
    homes = {
        alias.target
        for alias in binding.aliases
        if table.new_name(alias.target) and not new_import(alias, table)
    }
    return tuple(
        StayingUse(reference=use.reference, dotted=use.dotted, resolution=None)
        if use.resolution is not None and use.resolution.old in homes
        else use
        for reference in binding.references
        for use in [_resolve(reference, base, facts, table, guards)]
    )


def _resolve(
    reference: Reference, base: str, facts: Facts, table: MoveTable, guards: Guards
) -> ResolvedUse:
    source = facts.source
    dotted = facts.reached(base, reference.attrs)
    resolution = table.resolve(dotted)
    if resolution is None or source.ignores(reference.name, Code.RETIRED_IMPORT):
        return StayingUse(reference=reference, dotted=dotted, resolution=None)
    if not isinstance(resolution, Moved):
        return _by_name(reference, dotted, facts, table, guards) or StayingUse(
            reference=reference,
            dotted=dotted,
            resolution=resolution,
            asked=dotted in table.index.namespaces
            and is_asked(reference.node, facts.parents),
            then=_then(reference, facts.parents),
        )
    if reference.choices and guards.has_beside(reference, dotted, resolution.new):
        return StayingUse(
            reference=reference, dotted=dotted, resolution=resolution, fallback=True
        )
    if _is_mangled(reference, resolution.new):
        return StayingUse(
            reference=reference, dotted=dotted, resolution=resolution, mangled=True
        )
    spans = chains.locate(source, reference)
    assigned = _is_store(reference) and _becomes_variable(resolution)
    if spans is None or assigned:
        return StayingUse(
            reference=reference,
            dotted=dotted,
            resolution=resolution,
            hidden=spans is None,
            assigned=assigned,
        )
    return MovingUse(
        reference=reference, dotted=dotted, resolution=resolution, spans=spans
    )


def _then(reference: Reference, parents: Parents) -> str:
    if not (reference.by_name and reference.by_name.is_taken):
        return ""
    call = parents.of(reference.node)
    after = parents.of(call) if call else None
    return after.attr if isinstance(after, ast.Attribute) else ""


def _by_name(
    reference: Reference, base: str, facts: Facts, table: MoveTable, guards: Guards
) -> MovingUse | None:
    """Return the use of what moved that is taken by its name; None: it stays.

    Whoever replaces it, replaces it where it is now, but for a module that goes on
    reading it; whoever asks for it does, where nobody asks for the new one.
    """
    by_name = reference.by_name
    if by_name is None or not reference.named:
        return None
    found = [table.resolve(facts.reached(base, [name])) for name in by_name.names]
    moved = [one for one in found if isinstance(one, Moved) and not one.move.module]
    homes = {parent(one.new) for one in moved}
    if len(moved) < len(found) or len(homes) > 1:
        return None
    if homes & {base} or "builtins" in map(root, homes):
        return None
    for old, name in zip(moved, by_name.names, strict=True):
        dotted = f"{base}.{name}"
        if (
            (by_name.is_replaced and table.project and table.project.reads(dotted))
            or (by_name.is_asked and guards.is_used(old.new))
            or (reference.choices and guards.has_beside(reference, dotted, old.new))
            or _is_mangled(reference, old.new)
            or leaf(old.new) != name
        ):
            return None
    spans = chains.locate(facts.source, reference)
    if spans is None:
        return None
    return MovingUse(
        reference=reference,
        dotted=f"{base}.{by_name.names[0]}",
        resolution=moved[0],
        spans=spans,
        by_name=True,
    )


def _is_mangled(reference: Reference, new: str) -> bool:
    """Return whether a new name would mean something else where a use stands."""
    return any(map(is_private, new.split("."))) and any(
        scope.kind == "class" for scope in reference.scope.outwards()
    )


def _is_store(reference: Reference) -> bool:
    context = getattr(reference.node, "ctx", None)
    return not isinstance(context, ast.Load)


def _becomes_variable(resolution: Moved) -> bool:
    """Return whether the name itself, not an attribute of it, would be written."""
    new, move = resolution.new, resolution.move
    whole = move.module and new == move.new
    return whole or "." not in new or new.startswith("builtins.")


def goes_along(use: ResolvedUse, base: str) -> bool:
    """Return whether a use is right as it stands, once its name means `base`."""
    if isinstance(use, StayingUse):
        return use.asked and not use.reference.attrs
    return use.new == ".".join((base, *use.reference.attrs))


def reached(use: ResolvedUse) -> tuple[str, ...]:
    """Return what is reached by a use: itself, and what is taken of it by its name."""
    # patch.object(a, "b")
    named = use.reference.by_name.names if use.reference.by_name else ()
    return (use.dotted, *(f"{use.dotted}.{name}" for name in named))


def stays_there(uses: Iterable[ResolvedUse]) -> bool:
    """Return whether a name of what is imported is used that did not move."""
    return any(isinstance(use, StayingUse) and use.reference.attrs for use in uses)


def are_replaced(uses: Iterable[ResolvedUse]) -> bool:
    """Return whether something else may stand where what moved is reached.

    a.b = fake; a.b.f()
    """
    every = [*uses]
    replaced = {
        use.dotted
        for use in every
        if isinstance(use, StayingUse) and _is_store(use.reference)
    }
    return bool(replaced) and any(
        not replaced.isdisjoint(prefixes(parent(use.dotted)))
        for use in every
        if isinstance(use, MovingUse)
    )
