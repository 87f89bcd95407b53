"""All migrations of a run as one table: a dotted name in, its resolution out."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.migration.barred import Bars
from dr_refit.migration.covered import covered
from dr_refit.migration.homes import as_seen, in_project
from dr_refit.migration.index import Index
from dr_refit.migration.resolution import (
    AlreadyMoved,
    Barred,
    Kept,
    Moved,
    MovesHere,
    Partial,
    Removed,
    Unknown,
)
from dr_refit.names import covering, is_under, leaf, parent, prefixes, root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dr_refit.migration.model import Migration, Move, Note
    from dr_refit.migration.resolution import Resolution
    from dr_refit.project.survey import Project


class MoveTable:
    """Longest match wins; all moves apply once and simultaneously.

    `module`: the module that asks, which cannot import from itself; `is_package`: it is
    an `__init__`, to which its submodules are no names of its own; `project`: what it
    belongs to, None: a file that stands alone; `barred`: the new names that it
    cannot take, each with the file that hides it, if that is why.
    """

    def __init__(
        self,
        migrations: Iterable[Migration],
        *,
        module: str = "",
        is_package: bool = False,
        project: Project | None = None,
        index: Index | None = None,
        barred: Mapping[str, str] | None = None,
    ) -> None:
        self.migrations = tuple(migrations)
        self.module = module
        self.is_package = is_package
        self.project = project
        self.barred = barred or {}
        self.index = Index.of(self.migrations) if index is None else index
        self._cache: dict[str, Resolution | None] = {}

    def seen_from(
        self, module: str, *, is_package: bool = False, path: str = ""
    ) -> MoveTable:
        """Return the table as one module sees it, and its file."""
        barred = self._bars.seen_from(module, path) if self._bars else {}
        if not barred and self.homes.isdisjoint(prefixes(module)):
            return self
        return MoveTable(
            self.migrations,
            module=module,
            is_package=is_package,
            project=self.project,
            index=self.index,
            barred=barred,
        )

    @cached_property
    def after_loading(self) -> MoveTable:
        """The table as code sees it that runs once the module is loaded: a doctest."""
        barred = {name: by for name, by in self.barred.items() if by}
        if not self.module and barred == self.barred:
            return self
        return MoveTable(
            self.migrations, project=self.project, index=self.index, barred=barred
        )

    @cached_property
    def _bars(self) -> Bars | None:
        project = self.project
        return Bars(project, self.index.by_new_root, self.new_name) if project else None

    def of(self, project: Project) -> MoveTable:
        """Return the table as the files of one project see it.

        What leads from a version of a package to another is not for its own source.
        """
        others = tuple(
            as_seen(project, migration)
            for migration in self.migrations
            if not migration.upgraded or not project.has_package(migration.upgraded)
        )
        index = self.index if others == self.migrations else Index.of(others)
        if found := covered(index, project):
            index = replace(index, covered=found)
        return MoveTable(others, project=project, index=index)

    def through(
        self, handed: Mapping[str, str], passed: frozenset[str] = frozenset()
    ) -> MoveTable:
        """Return the table with the dotted names that modules have for others, too.

        `passed`: modules that are passed on to where names of them are used.
        """
        index = self.index.passing(passed.union(handed))
        for dotted, means in handed.items():
            index = index.handed_on(dotted, means, self.new_name(means))
        return MoveTable(self.migrations, project=self.project, index=index)

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every move of every migration."""
        return tuple(self.index.moves.values())

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that has a rule."""
        return tuple(self.index.owners)

    @property
    def roots(self) -> set[str]:
        """The top-level packages that the migrations name."""
        return self.index.roots

    @property
    def new_roots(self) -> set[str]:
        """The top-level packages to which names moved."""
        return self.index.new_roots

    @property
    def homes(self) -> set[str]:
        """The modules that names move to, and those that move."""
        return self.index.homes

    def submodules(self, package: str) -> frozenset[str]:
        """Return the modules directly under a package that have rules."""
        return frozenset(self._submodules.get(package, ()))

    @cached_property
    def _submodules(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        modules = {move.old for move in self.moves if move.module}
        for name in modules.union(self.index.namespaces) - self.index.covered:
            found.setdefault(parent(name), set()).add(leaf(name))
        return found

    # One name

    def resolve(self, dotted: str) -> Resolution | None:
        """Resolve a name; None: no migration speaks of it."""
        if root(dotted) not in self.index.roots or covering("") in dotted:
            return None
        if dotted not in self._cache:
            resolution = self._resolve(dotted)
            self._cache[dotted] = resolution and in_project(
                dotted, resolution, self.project, self._requirements
            )
        return self._cache[dotted]

    @cached_property
    def _requirements(self) -> dict[str, str]:
        """What brings new packages, by their names."""
        return {k: v for one in self.migrations for k, v in one.requirements.items()}

    def new_name(self, dotted: str) -> str:
        """Return what a name is called now; empty where it did not move."""
        resolution = self.resolve(dotted)
        return resolution.new if isinstance(resolution, Moved) else ""

    def _resolve(self, dotted: str) -> Resolution | None:
        index = self.index
        note = self._note(dotted)
        old = next((name for name in prefixes(dotted) if name in index.owners), None)
        if old is None:
            return self._unlisted(dotted, note)
        owner = index.owners[old]
        if old in index.removed:
            advice = index.removed[old]
            return Removed(migration=owner, old=old, advice=advice, note=note)
        if old in index.kept:
            # Under a kept name nothing is known but what has a rule of its own.
            return Kept(migration=owner, old=old, note=note)
        move = index.moves[old]
        if move.is_inward and is_under(dotted, move.new):
            # llama_index  ->  llama_index.core
            return AlreadyMoved(migration=owner, old=old)
        rest = dotted[len(old) :]
        if move.lacks(rest):
            # A submodule with rules of its own is no name of the module.
            return self._unlisted(dotted, note) or Unknown.of(
                dotted, owner, index.known
            )
        new = move.new + rest
        if self.module and self._is_here(move, new):
            return MovesHere(migration=owner, old=old, new=new, note=note)
        for name in prefixes(new) if self.barred else ():
            if name in self.barred:
                by = self.barred[name]
                return Barred(migration=owner, old=old, new=new, by=by, note=note)
        return Moved(migration=owner, old=old, new=new, move=move, note=note)

    def owns(self, package: str) -> bool:
        """Return whether a retired package is the very project's that asks."""
        project = self.project
        return (
            project is not None
            and package in self.index.retired
            and project.has_package(package)
        )

    def _is_here(self, move: Move, new: str) -> bool:
        """Return whether a new name is one of the module that asks."""
        if not move.module:
            return parent(move.new) == self.module
        return not self.is_package and is_under(new, self.module)

    def _unlisted(self, dotted: str, note: Note | None) -> Resolution | None:
        index = self.index
        owner = index.retired.get(root(dotted), "")
        if dotted in index.namespaces or dotted in index.retired:
            return Partial(migration=owner, old=dotted, note=note)
        return Unknown.of(dotted, owner, index.known) if owner else None

    def _note(self, dotted: str) -> Note | None:
        """Return what changed for the name, or for the class it belongs to."""
        for name in prefixes(dotted):
            note = self.index.notes.get(name)
            if note and (name == dotted or not self.has_nested_rules(name)):
                return note
        return None

    # What else is known around a name

    def closed_world(self, dotted: str) -> bool:
        """Return whether every name of the package is known: others are reported."""
        return root(dotted) in self.index.retired

    def has_nested_rules(self, dotted: str) -> bool:
        """Return whether something under the name may resolve unlike the name."""
        if dotted in self.index.namespaces:
            return True
        move = self.index.moves.get(dotted)
        return move is not None and (move.names is not None or move.is_inward)

    def members(self, module: str) -> frozenset[str] | None:
        """Return what follows a module in names with rules; None: anything may."""
        if (
            self.closed_world(module)
            or module in self.index.passed
            or any(
                name in self.index.owners or name in self.index.notes
                for name in prefixes(module)
            )
        ):
            return None
        return frozenset(self.index.namespaces.get(module, ()))

    def has_direct_rules(self, module: str) -> bool:
        """Return whether a module's own names have rules, not only deeper ones."""
        return module in self.index.retired or module in self.index.parents

    def moves_as_unit(self, dotted: str) -> bool:
        """Return whether a name moved, and everything under it along with it."""
        new = self.new_name(dotted)
        inside = (name for name in self.names if name.startswith(f"{dotted}."))
        return bool(new) and all(
            self._goes_to(name, new + name[len(dotted) :]) for name in inside
        )

    def _goes_to(self, dotted: str, new: str) -> bool:
        resolution = self.resolve(dotted)
        return isinstance(resolution, Moved | MovesHere) and resolution.new == new

    def owns_target(self, dotted: str) -> bool:
        """Return whether a module moved as a unit to one that takes in nothing else."""
        resolution = self.resolve(dotted)
        if not isinstance(resolution, Moved) or not self.moves_as_unit(dotted):
            return False
        others = [move for move in self.moves if not is_under(move.old, resolution.old)]
        return all(resolution.new not in {m.new, parent(m.new)} for m in others)

    @cached_property
    def may_move_again(self) -> bool:
        """Whether a second run may move names again (swaps, a -> b -> c)."""
        left = {above for move in self.moves for above in prefixes(parent(move.old))}
        return any(
            (move.module and move.new in left) or bool(self.new_name(move.new))
            for move in self.moves
        )
