"""Where the modules of a project look names up."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused
from dr_refit.names import leaf, parent
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.nodes import walk
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Readers:
    """The modules of a project, each parsed when it may matter."""

    def __init__(
        self, modules: Mapping[str, str], read: Callable[[str], bytes]
    ) -> None:
        self._modules = modules
        self._read = read
        self._reads: dict[str, bool] = {}
        self._copies: dict[str, tuple[str, ...]] = {}

    def reads(self, dotted: str) -> bool:
        """Return whether the module of a name is one of these, and reads it."""
        if dotted not in self._reads:
            self._reads[dotted] = self._is_read(dotted)
        return self._reads[dotted]

    def copies(self, dotted: str) -> tuple[str, ...]:
        """List the names to which modules bind one as they are loaded."""
        if dotted not in self._copies:
            self._copies[dotted] = tuple(
                copy
                for module in sorted(self._modules)
                for copy in self._copied(module, dotted)
            )
        return self._copies[dotted]

    def _is_read(self, dotted: str) -> bool:
        module, name = parent(dotted), leaf(dotted)
        if module not in self._modules:
            return False
        source = self._source(module)
        try:
            nodes = walk(source.tree) if source else ()
            return any(
                isinstance(node, ast.Name)
                and node.id == name
                and isinstance(node.ctx, ast.Load)
                for node in nodes
            )
        except FileRefused:
            return False

    def _copied(self, module: str, dotted: str) -> list[str]:
        source = self._source(module)
        if source is None or leaf(dotted).encode() not in source.code:
            return []
        path = self._modules[module]
        package = module if path.endswith("__init__.py") else parent(module)
        try:
            return [
                f"{module}.{alias.local}"
                for alias in read_imports(source, ImportContext.of(package, module))
                if alias.target == dotted
                and isinstance(alias.statement, ast.ImportFrom)
                and alias.block.scope is None
                and alias.block.unconditional
            ]
        except FileRefused:
            return []

    def _source(self, module: str) -> Source | None:
        path = self._modules[module]
        try:
            return Source(path, self._read(path))
        except (OSError, FileRefused):
            return None
