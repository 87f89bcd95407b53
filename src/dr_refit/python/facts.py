"""What the Python of one file says, as one value; no migration is in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.python.imports import ImportAlias, read_imports
from dr_refit.python.namespaces import MODULE
from dr_refit.python.scopes import Scopes
from dr_refit.python.words import (
    CONCATENATION,
    ESCAPES,
    attribute_pattern,
    word_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dr_refit.python.namespaces import Namespace
    from dr_refit.python.source import Source
    from dr_refit.python.symbols import Scope

    #: Local name -> the attributes of it that matter; None: all of them.
    type Words = Mapping[str, frozenset[str] | None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """What a file imports, and which of its names mean what."""

    source: Source
    #: The file's own dotted names, empty where unknown.
    package: str = ""
    module: str = ""
    namespace: Namespace = MODULE

    @property
    def is_package(self) -> bool:
        """Whether it is an `__init__`."""
        return bool(self.module) and self.module == self.package

    @cached_property
    def imports(self) -> tuple[ImportAlias, ...]:
        """Every alias of every import statement, in the order of the file."""
        return read_imports(self.source, self.package, self.module)

    def scopes(self, words: Words) -> Scopes:
        """Return the scopes as far as the words matter, and the references to them.

        Statements on none of whose lines one of them stands are skipped: all that
        binds a word is there, and of the references those that matter.
        """
        lines = self._lines(words)
        return Scopes(self.source.tree, words, self.namespace, lines=lines)

    def whole_scopes(self, names: Collection[str]) -> Scopes:
        """Return the scopes, and every reference to the names."""
        return Scopes(self.source.tree, names, self.namespace)

    def elsewhere(self, scopes: Scopes, name: str, home: Scope) -> bool:
        """Whether a statement that was skipped refers to the name of a scope."""
        return scopes.elsewhere(name, home, self.source.lines_with(word_pattern(name)))

    def mentions(self, name: str) -> bool:
        """Whether any scope reads, binds or declares the name."""
        if name.encode() not in self.source.code and not self.source.disguised:
            return False
        return self.scopes({name: None}).mention(name)

    def _lines(self, words: Words) -> list[int] | None:
        """List the lines on which a statement matters; None: every statement does."""
        if self.source.disguised:
            return None
        patterns = [
            word_pattern(word)
            if attributes is None
            # `np.array` does not matter where it is `np.testing` that was asked for.
            else attribute_pattern(word, attributes)
            for word, attributes in words.items()
        ]
        lines = self.source.lines_with(
            word_pattern("__all__"), ESCAPES, CONCATENATION, *patterns
        )
        # import np.array  binds `np` all the same.
        bound = {one.statement.lineno for one in self.imports if one.local in words}
        return sorted(bound.union(lines))
