"""Modules that are loaded by an import that goes, and needed by names that stay."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.bindings import bind
from dr_refit.codemod.rules.imports.decision import AliasChange
from dr_refit.codemod.rules.imports.naming import Naming
from dr_refit.migration.resolution import Moved
from dr_refit.names import leaf, parent, prefixes, root
from dr_refit.project.outside import UNUSED
from dr_refit.python.imports import Import
from dr_refit.python.loads import Loading, as_import, base_of, loaded, ways_to
from dr_refit.python.words import joined
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.model import Project
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.symbols import Reference
    from dr_refit.python.words import Words


class _Load(NamedTuple):
    """A module that an import loaded, and what it is called now."""

    old: str
    new: str
    #: Another name has taken over what is reached through the module as a whole.
    gone: bool = False


def keep_loads(
    facts: Facts,
    changes: Mapping[ImportAlias, AliasChange],
    edits: Sequence[Edit],
    project: Project,
    table: MoveTable,
) -> dict[ImportAlias, AliasChange]:
    """Import what is reached through other names, and was loaded by what goes.

    import a                   import a
    from a.m import moved  ->  import a.m
    a.m.stays                  from n import moved
                               a.m.stays
    """
    result = dict(changes)
    named = [alias for alias in facts.imports if alias.local != "*"]
    outside = project.outside(facts.source.path)
    others = outside.loads
    bases = {base_of(alias) for alias in named}
    lost = {
        alias: loads
        for alias, change in changes.items()
        if (
            loads := [
                load
                for load in _lost(alias, change, table)
                if load.new in others
                or not bases.isdisjoint(prefixes(parent(load.old)))
            ]
        )
    }
    if not lost:
        return result
    every = {load for loads in lost.values() for load in loads}
    holders = ways_to((load.old for load in every), named)
    lines = {alias.statement.lineno for alias in (*holders, *lost)}
    scopes = facts.scopes(_words(holders, every, table), lines)
    bindings = bind(holders, scopes, UNUSED, typed=False)
    moving = {one for one, change in changes.items() if not change.keep}
    starts = {edit.start for edit in edits}

    def is_written(reference: Reference) -> bool:
        # What stands in a string is loaded for nobody.
        literal = reference.annotation_literal
        return literal is not None or facts.source.start(reference.name) in starts

    needed = _needed(every, bindings, moving, is_written, facts, table)
    needed |= {load for load in every if load.new in others}
    if not needed:
        return result
    loading = Loading()
    runs = {alias: number for number, run in enumerate(facts.runs) for alias in run}
    for alias, run in runs.items():
        change = changes.get(alias)
        for one in change.new if change else ():
            loading.add(loaded(one), run, alias.block)
        if change is None or change.keep:
            loading.add(loaded(as_import(alias)), run, alias.block)
    modules = _modules(facts, table)
    for alias, run in runs.items():
        for load in lost.get(alias, ()):
            if load not in needed or loading.is_loaded(load.new, run, alias.block):
                continue
            change = result[alias]
            if alias.is_plain_import and load.new == alias.target:
                # It stays, and what nothing uses does not come.
                used = [one for one in change.new if _is_used(one, edits)]
                result[alias] = AliasChange.to(*used, keep=True)
            elif load.new in modules:
                home = scopes.home.get(alias.alias, scopes.module)
                one = Naming(facts, scopes, outside.avoided).load(load.new, home)
                new = AliasChange.to(one, *change.new).new
                result[alias] = change._replace(new=new)
            else:
                result[alias] = _keep(alias, change, load, facts, scopes)
            loading.add(prefixes(load.new), run, alias.block)
    return result


def _is_used(one: Import, edits: Sequence[Edit]) -> bool:
    """Return whether one of the edits may write the name that an import binds."""
    local = one.binding[0].encode()
    return any(local in edit.text for edit in edits)


def _words(
    holders: Mapping[ImportAlias, Collection[str]],
    loads: Collection[_Load],
    table: MoveTable,
) -> Words:
    """Return the names whose references tell what has to be loaded.

    What is reached by another name after the move counts by that.
    """
    words: list[tuple[str, Collection[str] | None]] = [
        (root(load.new), None) for load in loads
    ]
    for alias, attributes in holders.items():
        members = table.members(base_of(alias))
        found = None if members is None else members.union(attributes)
        words.append((alias.local, found))
    return joined(words)


def _lost(alias: ImportAlias, change: AliasChange, table: MoveTable) -> Iterator[_Load]:
    """Yield what is no longer loaded where an import stands, the deepest first."""
    if change.keep:
        return
    now = {module for one in change.new for module in loaded(one)}
    for module in loaded(as_import(alias)):
        resolution = table.resolve(module)
        if not isinstance(resolution, Moved):
            if module not in now:
                yield _Load(module, module)
        elif resolution.move.module:
            if resolution.new not in now:
                yield _Load(module, resolution.new)
            if module not in now:
                yield _Load(module, module, gone=True)


def _needed(
    loads: Collection[_Load],
    bindings: Sequence[ImportBinding],
    moving: set[ImportAlias],
    is_written: Callable[[Reference], bool],
    facts: Facts,
    table: MoveTable,
) -> set[_Load]:
    """Return the modules that something is reached through, or may be.

    `is_written`: whether another name is written over a reference.
    """
    at: dict[tuple[str, str], list[_Load]] = defaultdict(list)
    below: dict[tuple[str, str], list[_Load]] = defaultdict(list)
    for load in loads:
        for base in prefixes(parent(load.old)):
            at[base, load.new].append(load)
            for above in () if load.gone else prefixes(parent(load.new)):
                below[base, above].append(load)
    needed: set[_Load] = set()
    for binding in bindings:
        base = base_of(binding.aliases[0])
        moves = not moving.isdisjoint(binding.aliases)
        means = (
            {(moves and table.new_name(base)) or base} if binding.exported else set()
        )
        for reference in binding.references:
            used = facts.reached(base, reference.attrs)
            for old in [f"{used}.{name}" for name in reference.named] or [used]:
                new = table.new_name(old)
                means.add(new if new and (moves or is_written(reference)) else old)
        for dotted in means:
            needed.update(below[base, dotted])
            for above in prefixes(dotted):
                needed.update(at[base, above])
    return needed


def _modules(facts: Facts, table: MoveTable) -> set[str]:
    """Return what is surely a module, not a class."""
    named = [as_import(alias).module for alias in facts.imports]
    named += [name for move in table.moves if move.module for name in move[:2]]
    return {module for name in named for module in prefixes(name)}


def _keep(
    alias: ImportAlias,
    change: AliasChange,
    load: _Load,
    facts: Facts,
    scopes: Scopes,
) -> AliasChange:
    """Take a name from where it may be a module, or a class."""
    if load.new == alias.target and not any(
        one.binding[0] == alias.local for one in change.new
    ):
        return change._replace(keep=True)
    local = Naming(facts, scopes).unused(load.new)
    one = Import(parent(load.new), leaf(load.new), local)
    return change._replace(new=(one, *change.new))
