"""Modules that a file has bound already, for the uses that need one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import new_import, resolve_import
from dr_refit.migration.resolution import Moved
from dr_refit.names import prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.uses import MovingUse
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.symbols import Scope


class InScope:
    """The imports of a file, by the modules that they bind.

    `refused`: imports that do not stay.
    """

    def __init__(
        self,
        facts: Facts,
        scopes: Scopes,
        table: MoveTable,
        refused: Collection[ImportAlias] = (),
    ) -> None:
        self._facts = facts
        self._scopes = scopes
        self._table = table
        #: The imports that uses now rest on.
        self.used: set[ImportAlias] = set()
        #: The first import by what it binds, the scope, and the block that it stands
        #: in (None: under no condition); plain ones apart.
        self._first: dict[tuple[str, Scope, bool, int | None], ImportAlias] = {}
        for alias in facts.imports:
            if alias.local == "*" or alias in refused:
                continue
            home = scopes.home.get(alias.alias)
            if home is None:
                continue
            moved = new_import(alias, table)
            objects = {moved} & table.index.objects if _is_only(alias, home) else ()
            if objects or self._stays(alias, home):
                block = None if alias.block.unconditional else id(alias.block.body)
                for module in objects or _bound_by(alias):
                    key = module, home, alias.is_plain_import, block
                    self._first.setdefault(key, alias)

    def name_of(self, module: str, use: MovingUse, binding: ImportBinding) -> str:
        """Return the name that surely means a module where a use stands, if any does.

        `binding`: what the use refers to so far.
        """
        alias = self.find(module, use, binding)
        if alias is None:
            return ""
        if not new_import(alias, self._table):
            self.used.add(alias)
        return module if alias.is_plain_import else alias.local

    def find(
        self, module: str, use: MovingUse, binding: ImportBinding
    ) -> ImportAlias | None:
        """Find an import of a module that surely reaches a use."""
        for scope in use.reference.scope.outwards():
            for alias in self._candidates(module, scope, binding):
                home = self._scopes.resolve(alias.local, use.reference.scope)
                if home is scope and self._precedes(alias, use):
                    return alias
        return None

    def loads(self, module: str) -> bool:
        """Return whether the file imports a module under no condition."""
        return module in self._loaded

    def imports(self, module: str) -> bool:
        """Return whether some import of the file names a module, or what is in it."""
        return module in self._named

    @cached_property
    def _named(self) -> set[str]:
        targets = (alias.target for alias in self._facts.imports)
        return {module for target in targets for module in prefixes(target)}

    @cached_property
    def _loaded(self) -> set[str]:
        return {
            module
            for alias in self._facts.imports
            if alias.block.unconditional
            for module in prefixes(new_import(alias, self._table) or alias.target)
        }

    @cached_property
    def _last_star(self) -> int:
        source = self._facts.source
        stars = (one.statement for one in self._facts.imports if one.local == "*")
        return max(map(source.start, stars), default=-1)

    def _stays(self, alias: ImportAlias, home: Scope) -> bool:
        """Return whether a name goes on to mean what an import binds to it."""
        if isinstance(resolve_import(alias, self._table), Moved):
            return False
        if home.kind == "class" or alias.local in home.bound:
            return False
        if not alias.is_plain_import:
            return _is_only(alias, home)
        moves = self._table.new_name(alias.local)
        return not moves and home.plain.issuperset(home.imports[alias.local])

    def _candidates(
        self, module: str, scope: Scope, binding: ImportBinding
    ) -> Iterator[ImportAlias]:
        own = binding.aliases[0]
        # a.f  stays  a.g  where  import a  stands beside  import a as b.
        for plain in (binding.is_plain_import, not binding.is_plain_import):
            alias = self._first.get((module, scope, plain, None))
            if alias is not None:
                yield alias
            # if TYPE_CHECKING:
            #     import new
            #     import old
            alias = self._first.get((module, scope, plain, id(own.block.body)))
            if alias is not None and len(binding.aliases) == 1:
                start = self._facts.source.start
                if start(alias.statement) < start(own.statement):
                    yield alias

    def _precedes(self, alias: ImportAlias, use: MovingUse) -> bool:
        start = self._facts.source.start
        # from x import *  may bind any name again.
        return self._last_star < start(alias.statement) < start(use.reference.shown)


def _is_only(alias: ImportAlias, home: Scope) -> bool:
    return len(home.imports[alias.local]) == 1 and alias.local not in home.bound


def _bound_by(alias: ImportAlias) -> Iterator[str]:
    """Yield what an import binds: of `import a.b` both `a` and `a.b`."""
    yield from prefixes(alias.target) if alias.is_plain_import else (alias.target,)
