"""What imports load, beside what they bind; and which of them run before others."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.names import leaf, parent, prefixes
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.python.imports import Block, ImportAlias


def as_import(alias: ImportAlias) -> Import:
    """Return what an alias of a statement imports, by itself."""
    name, local = alias.alias.name, alias.alias.asname or ""
    if isinstance(alias.statement, ast.Import):
        return Import(name, local=local)
    module = alias.target if name == "*" else parent(alias.target)
    return Import(module, name, local)


def base_of(alias: ImportAlias) -> str:
    """Return what the name of an import means."""
    return alias.local if alias.is_plain_import else alias.target


def loaded(one: Import) -> Iterator[str]:
    """Yield the modules that an import loads; the name it takes may be one."""
    if one.module.startswith("."):
        return
    if one.name not in {"", "*"}:
        yield f"{one.module}.{one.name}"
    yield from prefixes(one.module)


def ways_to(
    modules: Iterable[str], imports: Iterable[ImportAlias]
) -> dict[ImportAlias, set[str]]:
    """Map the imports by whose names modules are reached to what follows these."""
    attributes: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        for name in prefixes(module):
            attributes[parent(name)].add(leaf(name))
    return {
        alias: attributes[base]
        for alias in imports
        if alias.local != "*" and (base := base_of(alias)) in attributes
    }


class Loading:
    """The modules that imports load, and where these stand."""

    def __init__(self) -> None:
        #: Module -> the runs of imports that load it, by number, and their blocks.
        self._loaders: dict[str, list[tuple[int, Block]]] = {}

    def add(self, modules: Iterable[str], run: int, block: Block) -> None:
        """Record that an import of a run loads modules."""
        for module in modules:
            self._loaders.setdefault(module, []).append((run, block))

    def is_loaded(self, module: str, run: int, block: Block) -> bool:
        """Return whether a module is loaded wherever a run has been run."""
        return any(
            earlier <= run and _covers(other, block)
            for earlier, other in self._loaders.get(module, ())
        )


def _covers(other: Block, block: Block) -> bool:
    """Return whether one block is run wherever another is."""
    if other.scope is not None and other.scope is not block.scope:
        return False
    return other.choices == block.choices[: len(other.choices)]
