"""Who imports what moved from other repositories: they wait until it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.formats import SUFFIXES
from dr_refit.codemod.result import FileResult
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.refactor.left import imported
from dr_refit.tree.discover import discover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.model import Tree


def waiting(importers: Mapping[str, Tree], table: MoveTable) -> Iterator[FileResult]:
    """Yield the files of other repositories, by their paths, that import what moved."""
    for folder, tree in importers.items():
        for file in discover(tree, [""], suffixes=SUFFIXES):
            try:
                data = tree.read(file.path)
            except OSError:
                continue
            if not any(one.encode() in data for one in table.roots):
                continue
            found = tuple(
                Finding(
                    code=Code.IMPORTER_WAITS,
                    message=f"{name} will be {table.new_name(name)}",
                    position=Position(line=line, column=1),
                )
                for name, line in imported(file, data)
                if table.new_name(name)
            )
            if found:
                yield FileResult(path=f"{folder}/{file.path}", findings=found)
