"""What the Python of one file says, as one value; no migration is in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.python.imports import ImportAlias, read_imports
from dr_refit.python.namespaces import MODULE
from dr_refit.python.scopes import Scopes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.python.namespaces import Namespace
    from dr_refit.python.source import Source

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
        """Return the scopes, and the references to the words in them."""
        return Scopes(self.source.tree, words, self.namespace)
