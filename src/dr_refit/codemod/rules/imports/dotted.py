"""`import a.b` and its siblings, which share the name `a`."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import new_import
from dr_refit.codemod.rules.imports.decision import AliasChange, Decision, ambiguous
from dr_refit.codemod.rules.imports.loaders import (
    aliases_of,
    calls_between,
    loaders_of,
    loading_of,
)
from dr_refit.codemod.rules.imports.rebinding import by_hand, decide_rebound
from dr_refit.codemod.rules.imports.uses import are_replaced, reached, stays_there
from dr_refit.codemod.rules.imports.writing import moving, write_use
from dr_refit.names import is_under
from dr_refit.python import chains
from dr_refit.python.comments import is_explained
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.loaders import Loaders, Loading
    from dr_refit.codemod.rules.imports.uses import MovingUse, ResolvedUse
    from dr_refit.codemod.rules.imports.writing import Context
    from dr_refit.python.choices import Choice
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source


def decide_dotted(
    binding: ImportBinding, uses: Sequence[ResolvedUse], context: Context
) -> Decision:
    """Decide on imports that bind their root, and load what is reached through it."""
    moved = [use for use in moving(uses) if not use.resolution.move.is_rename]
    renamed = [use for use in moving(uses) if use.resolution.move.is_rename]
    gone = {alias: new_import(alias, context.table) for alias in binding.aliases}
    if not moved and not renamed and not any(gone.values()):
        return Decision()
    if are_replaced(uses):
        return by_hand(binding.aliases)
    source = context.facts.source
    if binding.guarded and not moved and not any(gone.values()):
        # np.product  ->  np.prod,  where  np  is what it was.
        return Decision(edits=tuple(_renaming(renamed, source)))
    # import a.b; a.b.moved; a.c; del a
    is_kept = binding.certain and stays_there(uses)
    if (
        (binding.rebound and not is_kept)
        or binding.exported
        or (binding.taken and context.table.new_name(binding.local))
    ):
        return decide_rebound(binding, binding.aliases, uses, context)
    if context.table.new_name(binding.local) and _is_shared(binding, context.facts):
        # import a; return (a,)  ->  import n as a; return (a,)
        decision = decide_rebound(binding, binding.aliases, uses, context)
        if not decision.remarks:
            return decision
    loading = loading_of(binding, source)
    loaders = [loaders_of(binding, loading, use, context.facts) for use in moved]
    if not all(count for _, count in loaders):
        why = "is imported conditionally but used unconditionally"
        return Decision(remarks=ambiguous(binding.aliases, why))
    # What is called otherwise where it was needs the import that it had.
    apart = {use.reference for use in moved}
    staying = [use for use in uses if use.reference not in apart]
    kept = _kept_for(staying, binding, gone, context)
    edits, needs, used = _written(moved, loaders, loading, binding, context)
    edits += _renaming(renamed, source)
    kept |= context.in_scope.used.intersection(binding.aliases)
    for alias, new in gone.items():
        # What its uses need is bound already.
        reused = alias in used and not needs[alias] and not alias.reexported
        if new and alias not in kept and not reused:
            needs[alias].insert(0, context.naming.import_of(new, binding, moved))
    kept |= {
        alias
        for alias in binding.aliases
        if not needs[alias]
        and alias not in used
        and not _is_spare(alias, moved, used, source)
    }
    # One that nothing has to use, or uses, is there for its effect.
    kept |= {
        alias
        for alias, new in gone.items()
        if not new
        and (
            alias.reexported
            or not any(is_under(one.dotted, alias.target) for one in moved)
        )
    }
    return Decision(
        changes=_changes(binding, needs, kept, staying, source),
        edits=tuple(edits),
    )


def _kept_for(
    staying: Sequence[ResolvedUse],
    binding: ImportBinding,
    gone: Mapping[ImportAlias, str],
    context: Context,
) -> set[ImportAlias]:
    """Return the imports that uses need which stay as they are.

    `gone`: the imports, each with the new name of what it imports, or none.
    """
    project = context.table.project
    # What a module of this very project does is not known.
    own = bool(staying and project and project.has_package(binding.local))
    return {
        alias
        for alias, new in gone.items()
        if (not new and (binding.taken or own))
        or any(
            _needs(alias.target, dotted, moved=bool(new))
            for use in staying
            for dotted in reached(use)
        )
    }


def _written(
    moved: Sequence[MovingUse],
    loaders: Sequence[Loaders],
    loading: Loading,
    binding: ImportBinding,
    context: Context,
) -> tuple[list[Edit], dict[ImportAlias, list[Import]], set[ImportAlias]]:
    """Write new names over uses.

    Return the edits, what has to be imported where each import stands, and the imports
    that loaded what is used.
    """
    edits: list[Edit] = []
    wanted: dict[tuple[str, Import], int] = defaultdict(int)
    furthest: dict[str, int] = defaultdict(int)
    for use, (loaded, count) in zip(moved, loaders, strict=True):
        _, first = loading[loaded][0]
        more, needed = write_use(use, first.target, binding, moved, context)
        edits += more
        furthest[loaded] = max(furthest[loaded], count)
        if needed:
            wanted[loaded, needed] = max(wanted[loaded, needed], count)
    needs: dict[ImportAlias, list[Import]] = {alias: [] for alias in binding.aliases}
    for (loaded, needed), count in wanted.items():
        for alias in aliases_of(loading, (loaded, count)):
            needs[alias].append(needed)
    used = {one for found in furthest.items() for one in aliases_of(loading, found)}
    return edits, needs, used


def _is_shared(binding: ImportBinding, facts: Facts) -> bool:
    """Return whether other cells of a notebook read what one of them imports."""
    alone = len(binding.aliases) == 1 and binding.target == binding.local
    cell = binding.aliases[0].block.scope
    return (
        alone
        and cell in facts.cells
        and any(
            cell not in (one.node for one in reference.scope.outwards())
            for reference in binding.references
        )
    )


def _renaming(renamed: Sequence[MovingUse], source: Source) -> Iterator[Edit]:
    for use in renamed:
        yield from chains.rename(source, use.spans, use.new)


def _changes(
    binding: ImportBinding,
    needs: Mapping[ImportAlias, Sequence[Import]],
    kept: set[ImportAlias],
    staying: Sequence[ResolvedUse],
    source: Source,
) -> dict[ImportAlias, AliasChange]:
    binders = _Binders(binding, kept, staying, source)
    changes = {}
    for alias, news in needs.items():
        if alias not in kept:
            # Uses that stay need the name.
            own = [Import(binding.local)] if binders.lack(alias) else []
            changes[alias] = AliasChange.to(*own, *news)
        elif news:
            keep = not _is_loaded_by(alias, news)
            changes[alias] = AliasChange.to(*news, keep=keep)
    return changes


class _Binders:
    """The imports of a name that stay, asked from the first to the last that goes."""

    def __init__(
        self,
        binding: ImportBinding,
        kept: set[ImportAlias],
        staying: Sequence[ResolvedUse],
        source: Source,
    ) -> None:
        self._source = source
        self._start = source.start
        self._taken = binding.taken
        #: Where those stand that run under no condition.
        self._always = sorted(
            source.start(alias.statement) for alias in kept if alias.block.unconditional
        )
        #: Where the first one stands, by the branches that it is in.
        self._first: dict[tuple[Choice, ...], int] = {}
        for alias in kept:
            self._add(alias, source.start(alias.statement))
        in_order = [
            not use.reference.for_types and use.reference.scope is binding.scope
            for use in staying
        ]
        self._elsewhere = not all(in_order)
        self._uses = sorted(
            source.start(use.reference.name)
            for use, here in zip(staying, in_order, strict=True)
            if here
        )

    def lack(self, alias: ImportAlias) -> bool:
        """Return whether a use needs the name from where an import of it goes.

        import a.b     import a
        a.c.f()    ->  a.c.f()
        import a.c     import a.c
        """
        at = self._start(alias.statement)
        if self._is_bound(alias, at):
            return False
        needed = self._taken or self._elsewhere
        if not needed or self._always:
            # To the next import under no condition, if there is one.
            end = self._always[0] if self._always else None
            first = bisect_left(self._uses, at)
            after = self._uses[first : first + 1]
            needed = bool(after) and (end is None or after[0] < end)
            if self._elsewhere and end is not None:
                # import a.b; f(); import a    where `f` uses  a
                needed = needed or calls_between(self._source, at, end)
        if needed:
            self._add(alias, at)
            if alias.block.unconditional:
                self._always.insert(0, at)
        return needed

    def _add(self, alias: ImportAlias, at: int) -> None:
        choices = alias.block.choices
        self._first[choices] = min(at, self._first.get(choices, at))

    def _is_bound(self, alias: ImportAlias, at: int) -> bool:
        """Return whether an import before another is run wherever that is."""
        choices = alias.block.choices
        return any(
            self._first.get(choices[:end], at) < at for end in range(len(choices) + 1)
        )


def _is_loaded_by(alias: ImportAlias, news: Sequence[Import]) -> bool:
    """Return whether new imports do what an import did: `import a.b` loads `a`."""
    inside = f"{alias.target}."
    return not alias.reexported and any(
        new.module.startswith(inside) and not new.name and not new.local for new in news
    )


def _needs(target: str, dotted: str, *, moved: bool) -> bool:
    """Return whether a use that stays needs the import of `target`."""
    return is_under(dotted, target) or (not moved and is_under(target, dotted))


def _is_spare(
    alias: ImportAlias,
    moved: Sequence[MovingUse],
    used: set[ImportAlias],
    source: Source,
) -> bool:
    """Return whether an import loaded what moved, and others did so as well.

    `import a; import a.b; a.b.f()` needs neither, once `a.b.f` moved; but a comment may
    say what else an import is for.
    """
    if is_explained(source, alias.statement):
        return False
    always = all(other.block.unconditional for other in used)
    return always and any(is_under(use.dotted, alias.target) for use in moved)
