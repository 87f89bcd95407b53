"""Compatibility guards: where one branch takes the new home, the other is the fallback.

try:
    from new import f
except ImportError:
    from old import f
"""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import (
    Disposition,
    may_be_by_use,
    resolve_import,
)
from dr_refit.codemod.rules.imports.sharing import (
    AFFECTED,
    bound_by,
    for_python_2,
    means_more,
    shares,
)
from dr_refit.codemod.rules.imports.taken import Taken
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under, root
from dr_refit.python.annotations import last_names
from dr_refit.python.choices import Choice, beside, is_for_python_2
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.symbols import Reference

_TRY = (ast.Try, ast.TryStar)
_IF = (ast.If, ast.IfExp)
#: What is raised where a name, or a module, is not there.
_MISSING = frozenset(
    {"AttributeError", "BaseException", "Exception", "ImportError"}
    | {"ModuleNotFoundError", "NameError"}
)
#: What a condition asks that depends on what is installed.
_ASKS = frozenset({"find_spec", "getattr", "hasattr"})


class _News(NamedTuple):
    """A new name of what an import is for, and the old one."""

    new: str
    old: str
    #: It is that of the import itself, not of something that is reached by it.
    moves: bool


class Guards:
    """The compatibility guards of one file."""

    def __init__(self, facts: Facts, table: MoveTable) -> None:
        self._facts = facts
        self._table = table
        #: By the branch that they stand in.
        self._taken: dict[Choice, Taken] = {}
        #: By their name, where nobody sees that they fail.
        self._guarded: dict[str, Taken] = {}
        self._named: dict[tuple[ast.AST | None, str], list[ImportAlias]]
        self._named = defaultdict(list)
        #: Of branches, and of an old name and its new one.
        self._left: dict[tuple[Choice, str, str], bool] = {}
        for alias in facts.imports:
            if root(alias.target) in table.new_roots:
                self._add(alias)

    def _add(self, alias: ImportAlias) -> None:
        if isinstance(resolve_import(alias, self._table), Moved):
            return
        block = alias.block
        self._named[block.scope, alias.local].append(alias)
        if block.guarded:
            self._take(self._guarded, alias.local, alias)
        for choice in block.choices:
            self._take(self._taken, choice, alias)

    def _take[K](self, taken: dict[K, Taken], key: K, alias: ImportAlias) -> Taken:
        found = taken.setdefault(key, Taken(self.is_used))
        found.add(alias, by_use=may_be_by_use(alias, self._table))
        return found

    @cached_property
    def _tries(self) -> list[Choice]:
        """The branches of a `try` that take what may be a new home."""
        return [choice for choice in self._taken if isinstance(choice.node, _TRY)]

    @cached_property
    def _flags(self) -> dict[str, list[Choice]]:
        """Name that tells whether something is there -> the branches that try it."""
        flags: dict[str, list[Choice]] = defaultdict(list)
        for choice in self._tries:
            for name in _names(choice.node, ast.Store):
                flags[name].append(choice)
        return flags

    @cached_property
    def _instead(self) -> dict[str, list[Choice]]:
        """Name -> the branches beside which it is used."""
        instead: dict[str, list[Choice]] = defaultdict(list)
        for choice in self._tries:
            others = [_names(node, ast.Load) for _, node in beside(choice)]
            for name in set().union(*others):
                instead[name].append(choice)
        return instead

    # Imports

    def mark(self, classified: Sequence[Classified]) -> tuple[Classified, ...]:
        """Mark the imports that are fallbacks, with all old ones in their branch."""
        if not self._named and not any(one.alias.block.choices for one in classified):
            return tuple(classified)
        python_2 = for_python_2(classified)
        alone: set[ImportAlias] = set()
        branches: set[tuple[Choice, str]] = set()
        #: Branch -> new names that an import in it takes now, and what it took before.
        now: dict[Choice, set[_News]] = defaultdict(set)
        for item in classified:
            if item.disposition in AFFECTED and item.alias not in python_2:
                choice = self._beside(item) or self._beside_moved(item, now)
                if choice is not None:
                    branches.add((choice, root(item.alias.target)))
                elif self._is_bound_beside(item) or self._is_instead(item):
                    alone.add(item.alias)
        fallbacks = [
            item.alias
            for item in classified
            if item.disposition in AFFECTED
            and (
                item.alias in alone
                or any(
                    (choice, root(item.alias.target)) in branches
                    for choice in item.alias.block.choices
                )
            )
        ]
        if not (fallbacks or python_2):
            return tuple(classified)
        bound = bound_by(fallbacks)
        return tuple(
            item._replace(disposition=Disposition.FALLBACK)
            if item.alias in python_2
            or (item.disposition in AFFECTED and shares(item.alias, bound))
            else item
            for item in classified
        )

    def _beside(self, item: Classified) -> Choice | None:
        """Return the branch of an import beside which the new home is taken."""
        for choice in item.alias.block.choices:
            if self._may_fail(choice) and any(
                self._is_home(one, item) for one in self._others(choice)
            ):
                return choice
        return None

    def _may_fail(self, choice: Choice) -> bool:
        """Return whether another branch is run where an import in one fails."""
        return not isinstance(choice.node, _TRY) or self._asks(choice)

    def _beside_moved(
        self, item: Classified, now: Mapping[Choice, set[_News]]
    ) -> Choice | None:
        """Return the branch of an import beside which another one moves to its home."""
        old, moves = item.alias.target, isinstance(item.resolution, Moved)
        news = {*self._news(item)}
        for choice in item.alias.block.choices:
            for branch in {branch for branch, _ in beside(choice)}:
                for other in now.get(Choice(choice.node, branch), ()):
                    same = other.new in news and other.old != old
                    if same and (moves or not other.moves) and self._asks(choice):
                        return choice
            now[choice].update(_News(new, old, moves) for new in news)
        return None

    def _others(self, choice: Choice) -> Iterator[Taken]:
        """Yield what is taken in other branches, or asked for by the condition."""
        for branch in dict.fromkeys(branch for branch, _ in beside(choice)):
            if found := self._taken.get(Choice(choice.node, branch)):
                yield found
        # if HAS_NEW: ...
        asked = _names(choice.node.test) if isinstance(choice.node, _IF) else ()
        for name in asked:
            if name in self._guarded:
                yield self._guarded[name]
            yield from map(self._taken.__getitem__, self._flags.get(name, ()))

    def _is_bound_beside(self, item: Classified) -> bool:
        """Return whether the new home is bound to the same name, if it is there."""
        block = item.alias.block
        return any(
            other.block.body is not block.body
            and all(map(self._may_fail, block.choices))
            and not (other.block.unconditional and block.unconditional)
            and self._is_home(self._take({}, "", other), item)
            and not means_more(other, item)
            for other in self._named.get((block.scope, item.alias.local), ())
        )

    def _is_instead(self, item: Classified) -> bool:
        """Return whether an import binds what is used where the new home is missing."""
        return item.disposition is Disposition.DIRECT and any(
            self._is_home(self._taken[choice], item)
            for choice in self._instead.get(item.alias.local, ())
        )

    def _is_home(self, taken: Taken, item: Classified) -> bool:
        old = item.alias.target
        return any(taken.has(new, old) for new in self._news(item))

    def _news(self, item: Classified) -> Iterator[str]:
        """Yield the new names of what an import is for."""
        if isinstance(item.resolution, Moved):
            yield item.resolution.new
        else:
            for move in self._table.moves:
                if is_under(move.old, item.resolution.old):
                    yield move.new

    # Uses

    def has_beside(self, reference: Reference, old: str, new: str) -> bool:
        """Return whether a use is what is left where its new name is missing."""
        return is_for_python_2(reference.choices) or any(
            self._is_left(choice, old, new) for choice in reference.choices
        )

    def is_used(self, new: str) -> bool:
        """Return whether the file has a use of a new name anywhere."""
        body = self._facts.source.tree.body
        return any(self._facts.uses(statement, new) for statement in body)

    def _is_left(self, choice: Choice, old: str, new: str) -> bool:
        key = choice, old, new
        if key not in self._left:
            # A hundred uses may stand in the same branch, as each `elif` does.
            self._left[key] = self._asks(choice) and (
                any(taken.has(new, old) for taken in self._others(choice))
                or any(self._facts.uses(node, new) for _, node in beside(choice))
            )
        return self._left[key]

    def _asks(self, choice: Choice) -> bool:
        """Return whether it depends on what is installed which branch is run."""
        node = choice.node
        if isinstance(node, _TRY):
            return any(
                caught is None or not _MISSING.isdisjoint(last_names(caught))
                for caught in (handler.type for handler in node.handlers)
            )
        return isinstance(node, _IF) and self._tells(node.test, self._told)

    @cached_property
    def _told(self) -> frozenset[str]:
        """The names that tell what is installed: flags, and guarded imports."""
        told = {*self._guarded, *self._flags}
        for node in self._facts.source.tree.body:
            if isinstance(node, ast.Assign) and self._tells(node.value, frozenset()):
                told |= {n.id for n in node.targets if isinstance(n, ast.Name)}
        return frozenset(told)

    def _tells(self, condition: ast.expr, told: frozenset[str]) -> bool:
        return any(
            name in _ASKS or name in told or "version" in name.lower()
            for name in last_names(condition)
        )


def _names(node: ast.AST, context: type[ast.expr_context] = ast.Load) -> set[str]:
    return {
        inner.id
        for inner in walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, context)
    }
