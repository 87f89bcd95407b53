"""Names that modules only hand on: they go where they come from, and leave nothing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused
from dr_refit.names import is_under
from dr_refit.python.edits import apply
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.nodes import walk
from dr_refit.python.source import Source
from dr_refit.records import NamedTuple
from dr_refit.refactor.removal import without_exports, without_imports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dr_refit.python.imports import ImportAlias
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree


class HandedOn(NamedTuple):
    """What a package hands on of modules that leave it, and the package without it."""

    path: str
    #: Dotted name in the package -> where it comes from.
    names: dict[str, str]
    data: bytes


def handed_on(
    tree: Tree,
    files: Iterable[File],
    leaving: Sequence[str],
    public: Callable[[str], Iterable[str]],
) -> Iterator[HandedOn]:
    """Yield what the packages among files hand on of modules that leave.

    `public`: the names that a star import takes from a module.
    """
    for file in files:
        if not file.path.endswith("__init__.py") or not file.module:
            continue
        try:
            source = Source(file.path, tree.read(file.path))
            found = [*_taken(source, file, leaving)]
        except (OSError, FileRefused):
            continue
        names: dict[str, str] = {}
        for alias in found:
            if alias.local == "*":
                names |= {one: f"{alias.target}.{one}" for one in public(alias.target)}
            else:
                names[alias.local] = alias.target
        if names:
            edits = [*without_imports(source, found), *without_exports(source, names)]
            data = source.encode(apply(source.code, sorted(edits)))
            yield HandedOn(
                file.path, {f"{file.module}.{k}": v for k, v in names.items()}, data
            )


def _taken(source: Source, file: File, leaving: Sequence[str]) -> Iterator[ImportAlias]:
    used = {
        node.id
        for node in walk(source.tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    for alias in read_imports(source, ImportContext.of(file.package, file.module)):
        if (
            isinstance(alias.statement, ast.ImportFrom)
            and alias.block.unconditional
            and alias.block.scope is None
            and alias.local not in used
            and any(is_under(alias.target, one) for one in leaving)
        ):
            yield alias
