"""What the Python of one file says, as one value; no migration is in it."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.names import leaf, reached
from dr_refit.python.annotations import last_name
from dr_refit.python.changes import Changes, read_changes
from dr_refit.python.comments import may_type, type_comments_of
from dr_refit.python.edits import apply
from dr_refit.python.imports import (
    ImportAlias,
    ImportContext,
    import_runs,
    read_imports,
)
from dr_refit.python.mangling import spellings
from dr_refit.python.namespaces import MODULE
from dr_refit.python.nodes import walk
from dr_refit.python.own_spaces import own_spaces
from dr_refit.python.parents import Parents
from dr_refit.python.scope_visitor import Told
from dr_refit.python.scopes import Scopes
from dr_refit.python.source import Source
from dr_refit.python.words import CONCATENATIONS, ESCAPES, finders, word_pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from dr_refit.python.edits import Edit
    from dr_refit.python.namespaces import Function, Namespace
    from dr_refit.python.own_spaces import OwnSpaces
    from dr_refit.python.scope_visitor import Comments, Replaced
    from dr_refit.python.symbols import Scope
    from dr_refit.python.words import Words


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """What a file imports, and which of its names mean what."""

    source: Source
    #: The file's own dotted names, empty where unknown.
    package: str = ""
    module: str = ""
    namespace: Namespace = MODULE
    #: Modules that their packages cover by other names.
    covered: frozenset[str] = frozenset()
    #: It is another file after edits: only what differs was parsed.
    before: Facts | None = None
    changes: Changes | None = None

    @property
    def is_package(self) -> bool:
        """Whether it is an `__init__`."""
        return bool(self.module) and self.module == self.package

    @cached_property
    def context(self) -> ImportContext:
        """Where its import statements stand."""
        return ImportContext.of(self.package, self.module, self.covered)

    def reached(self, base: str, attributes: Iterable[str]) -> str:
        """Return the dotted name of what attributes of a dotted name are."""
        if not self.covered:
            return ".".join((base, *attributes))
        return reached(base, attributes, self.context.covered)

    @cached_property
    def imports(self) -> tuple[ImportAlias, ...]:
        """Every alias of every import statement, in the order of the file."""
        if self.before is None or self.changes is None:
            return read_imports(self.source, self.context)
        runs = {run.old[0]: run.new for run in self.changes.runs}
        gone = {one for run in self.changes.runs for one in run.old}
        imports: list[ImportAlias] = []
        for one in self.before.imports:
            imports += runs.get(one, ()) if one in gone else (one,)
        return tuple(imports)

    @cached_property
    def runs(self) -> list[list[ImportAlias]]:
        """The imports, those together whose statements follow each other directly."""
        return import_runs(self.imports)

    @cached_property
    def cells(self) -> list[Function]:
        """The cells, in the order of the file."""
        return [*filter(self.namespace.is_cell, self.source.tree.body)]

    @cached_property
    def cell_imports(self) -> list[set[str]]:
        """The names that imports of each cell bind for all."""
        found: dict[ast.AST | None, set[str]] = {cell: set() for cell in self.cells}
        for alias in self.imports:
            if alias.block.scope in found and not alias.local.startswith(("_", "*")):
                found[alias.block.scope].add(alias.local)
        return [*found.values()]

    def cell_readers(self, names: Collection[str]) -> Mapping[str, set[int]]:
        """Map names that cells share to the numbers of the cells that read them."""
        numbers = {cell: number for number, cell in enumerate(self.cells)}
        found: dict[str, set[int]] = defaultdict(set)
        scopes = self.whole_scopes(names)
        for reference in scopes.references:
            if scopes.module in scopes.homes(reference):
                inside = [s.node for s in reference.scope.outwards() if s.node]
                found[reference.name.id].update(
                    numbers[node] for node in inside if node in numbers
                )
        return found

    def after(self, edits: Sequence[Edit]) -> Facts | None:
        """Return what the file says after edits, from the changed positions alone.

        None where that cannot be told without parsing all of it.
        """
        changes = read_changes(self, edits)
        if changes is None:
            return None
        code = apply(self.source.code, edits)
        source = Source.of_code(self.source.path, code)
        return replace(self, source=source, before=self, changes=changes)

    def scopes(self, words: Words, lines: Collection[int] = ()) -> Scopes:
        """Return the scopes as far as the words matter, and the references to them.

        Statements on none of whose lines one of them stands are skipped, but for those
        on `lines`: all that binds a word is there, and of the references those that
        matter.
        """
        if self.before is None or self.changes is None:
            return Scopes(
                self.source.tree,
                words,
                self.namespace,
                lines=self.matching_lines(words, lines),
                told=self.told(words),
            )
        return Scopes(
            self.before.source.tree,
            words,
            self.namespace,
            lines=self.before.matching_lines(words, self.changes.lines.union(lines)),
            replaced=self.changes.replaced,
            told=self.before.told(words),
        )

    def whole_scopes(
        self, names: Collection[str], replaced: Replaced | None = None
    ) -> Scopes:
        """Return the scopes, and every reference to the names.

        `replaced`: what is taken to stand in the tree instead of some of its nodes.
        """
        return Scopes(
            self.source.tree,
            names,
            self.namespace,
            replaced=replaced,
            told=self.told(names),
        )

    @cached_property
    def parents(self) -> Parents:
        """What stands around each node."""
        return Parents(self.source.tree)

    def told(self, names: Collection[str]) -> Told:
        """Return the comments that are types, if one of them may hold a name; and more.

        How the module has its own namespace.
        """
        comments = self._comments if may_type(self.source, names) else {}
        return Told(comments, lambda: self._spaces)

    @cached_property
    def _spaces(self) -> OwnSpaces:
        return own_spaces(self.source)

    @cached_property
    def _comments(self) -> Comments:
        return type_comments_of(self.source)

    def elsewhere(self, scopes: Scopes, name: str, home: Scope) -> bool:
        """Return whether a statement that was skipped refers to the name of a scope."""
        patterns = map(word_pattern, spellings(name))
        return scopes.elsewhere(name, home, self.source.lines_with(*patterns))

    def uses(self, node: ast.AST, dotted: str) -> bool:
        """Return whether a statement, expression or handler uses a dotted name."""
        assert isinstance(node, ast.stmt | ast.expr | ast.ExceptHandler)
        start, end = self.source.first(node), self.source.end(node)
        # A search in the bytes is far faster than a walk.
        inside = leaf(dotted).encode() in self.source.code[start:end]
        if not inside and not self.source.disguised:
            return False
        if dotted not in self._uses:
            self._uses[dotted] = sorted(
                self.source.start(chain)
                for chain in walk(self.source.tree)
                if isinstance(chain, ast.Name | ast.Attribute)
                and last_name(chain) == leaf(dotted)
                and dotted in self._meanings(chain)
            )
        uses = self._uses[dotted]
        return bisect_left(uses, start) < bisect_left(uses, end)

    @cached_property
    def _uses(self) -> dict[str, list[int]]:
        """Where dotted names are used, as far as it was asked."""
        return {}

    def _meanings(self, chain: ast.expr) -> Iterator[str]:
        """Yield what a chain of names may mean by the imports of the file."""
        local, dot, rest = ast.unparse(chain).partition(".")
        for alias in self.imports:
            if alias.local == local:
                base = local if alias.is_plain_import else alias.target
                yield base + dot + rest

    def mentions(self, name: str) -> bool:
        """Return whether any scope reads, binds or declares the name."""
        held = any(one.encode() in self.source.code for one in spellings(name))
        if not held and not self.source.disguised:
            return False
        return self.scopes({name: None}).mention(name)

    def matching_lines(self, words: Words, more: Collection[int]) -> list[int] | None:
        """List the lines on which a statement matters; None: every statement does."""
        if self.source.disguised:
            return None
        lines = self.source.lines_with(
            word_pattern("__all__"), ESCAPES, *CONCATENATIONS, *finders(words)
        )
        # import np.array  binds `np` all the same.
        bound = {one.statement.lineno for one in self.imports if one.local in words}
        return sorted(bound.union(lines, more))
