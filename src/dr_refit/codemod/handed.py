"""The names that a module hands to others: what it imports, they may take from it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.migration.covered import leaving
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under, parent, root
from dr_refit.python.by_name import assigned
from dr_refit.python.chains import dotted_name
from dr_refit.python.loads import as_import, loaded
from dr_refit.python.nodes import walk
from dr_refit.python.scopes import Scopes
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.changes import Changes
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source


class Handed(NamedTuple):
    """What a name of a module means to those who take it from there."""

    means: str
    #: It is imported under no condition, and never is something else.
    sure: bool
    #: What other imports bind the name to.
    others: frozenset[str] = frozenset()


def handed(
    source: Source, imports: Sequence[ImportAlias], package: str, table: MoveTable
) -> dict[str, tuple[Handed, ...]]:
    """Map the names that a module imports to what they mean, where rules are inside.

    A package (`package`; else empty) has its own modules, and a star hands these on.
    """
    unsure = doubtful(source, imports)
    found = {}
    for local, meanings in meanings_of(imports, package, table.index.covered).items():
        sure = len(meanings) == 1 and local not in unsure
        inside = meanings & table.index.namespaces.keys()
        if inside:
            found[local] = tuple(
                Handed(means, sure, frozenset(meanings - {means}))
                for means in sorted(inside)
            )
    for local, means in assigned(source.tree):
        if local not in found and means in table.index.namespaces:
            found[local] = (Handed(means, sure=False),)
    return found


def doubtful(source: Source, imports: Sequence[ImportAlias]) -> set[str]:
    """Return the names that a module may have from elsewhere than its imports."""
    unsure = {
        alias.local
        for alias in imports
        if alias.block.scope is not None or not alias.block.unconditional
    }
    others = {
        getattr(node, "name", "") or getattr(node, "id", "")
        for node in walk(source.tree)
        if not isinstance(node, ast.alias)
        and not isinstance(getattr(node, "ctx", None), ast.Load)
    }
    if names := others & {alias.local for alias in imports}:
        # A function may call something of its own so.
        unsure |= names & Scopes(source.tree, names).module.bound
    return unsure


def lost(old: Facts, changes: Changes, table: MoveTable) -> frozenset[str]:
    """Return the names that imports of a module bound, and bind no more.

    A name that is imported from where its meaning moved is not lost. One that a branch
    bound is, unless an import that is always run binds it.
    """
    package = old.module if old.is_package else ""
    gone = {alias for run in changes.runs for alias in run.old}
    always = [
        alias
        for alias in (
            *(one for one in old.imports if one not in gone),
            *(one for run in changes.runs for one in run.new),
        )
        if alias.block.unconditional and alias.block.scope is None
    ]
    covered = leaving(table.index)
    everywhere: dict[str, set[str]] | None = None
    found = set()
    for run in changes.runs:
        if _stars(run.old) > _stars(run.new):
            # It is not known what else it bound.
            found.add("*")
        now = meanings_of(run.new, package, covered)
        for local, meanings in meanings_of(run.old, package, covered).items():
            for one in meanings:
                new = table.new_name(one)
                # import a.b  binds  a,  which is no longer what it was
                same = {new} if is_under(new, one) else {one, new}
                if not same.isdisjoint(now.get(local, ())):
                    continue
                if everywhere is None:
                    everywhere = meanings_of(always, package, covered)
                if same.isdisjoint(everywhere.get(local, ())):
                    found.add(local)
    return frozenset(found)


def bypassed(old: Facts, changes: Changes) -> frozenset[str]:
    """Return the names that imports of a module bind, and code uses no more somewhere.

    Who binds one to something else means these uses as well.
    """
    firsts = ((_first(chain.old), _first(chain.new)) for chain in changes.chains)
    gone = {before for before, after in firsts if before != after}
    return frozenset(gone and gone & meanings_of(old.imports).keys())


def _first(chain: ast.expr) -> str:
    return root(dotted_name(chain) or "")


def _stars(imports: Iterable[ImportAlias]) -> int:
    return sum(alias.local == "*" for alias in imports)


def gained(old: Facts, changes: Changes) -> frozenset[tuple[str, str]]:
    """Return the names that imports bind from now on, each with what it means."""
    known = meanings_of(old.imports)
    return frozenset(
        (local, means)
        for run in changes.runs
        for local, meanings in meanings_of(run.new).items()
        if local not in known
        for means in meanings
    )


def unloaded(
    old: Facts, changes: Changes, table: MoveTable
) -> frozenset[tuple[str, str]]:
    """Return the modules that a module loaded for others, and loads no more.

    Each with the name that it has now.
    """
    gone = {alias for run in changes.runs for alias in run.old}
    stay = [alias for alias in old.imports if alias not in gone]
    came = [alias for run in changes.runs for alias in run.new]
    # What a function loads, it loads perhaps.
    perhaps = _loaded_by([*stay, *came])
    surely = _loaded_by(_of_module([*stay, *came]))
    always = _loaded_by(_of_module(gone))
    found = set()
    for module in _loaded_by(gone):
        new = module
        if isinstance(resolution := table.resolve(module), Moved):
            new = resolution.new if resolution.move.module else ""
        now = surely if module in always else perhaps
        if parent(module) and parent(new) and now.isdisjoint({module, new}):
            found.add((module, new))
    return frozenset(found)


def _of_module(imports: Iterable[ImportAlias]) -> list[ImportAlias]:
    return [alias for alias in imports if alias.block.scope is None]


def _loaded_by(imports: Iterable[ImportAlias]) -> set[str]:
    return {module for alias in imports for module in loaded(as_import(alias))}


def meanings_of(
    imports: Iterable[ImportAlias], package: str = "", covered: Collection[str] = ()
) -> dict[str, set[str]]:
    """Map the names that imports bind in the module itself to all that they mean.

    A package has the modules in it by their names as soon as it imports something of
    them, but for those that it covers by other names.
    """
    found: dict[str, set[str]] = {}
    for alias in imports:
        if alias.local != "*" and _binds_in_module(alias):
            means = alias.local if alias.is_plain_import else alias.target
            found.setdefault(alias.local, set()).add(means)
        if package and alias.block.scope is None:
            module, dot, inner = alias.target.partition(f"{package}.")
            # from .views import V    import package.views
            loaded = isinstance(alias.statement, ast.Import) or "." in inner
            if dot and not module and loaded:
                child = root(inner)
                if (inside := f"{package}.{child}") not in covered:
                    found.setdefault(child, set()).add(inside)
    return found


def _binds_in_module(alias: ImportAlias) -> bool:
    scope = alias.block.scope
    # global a; import a
    return scope is None or any(
        isinstance(node, ast.Global) and alias.local in node.names
        for node in walk(scope)
    )
