"""Compare what the cells of a marimo notebook take and return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.verify.refusal import refusal
from dr_refit.python.namespaces import returned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.python.facts import Facts
    from dr_refit.python.namespaces import Function


def compare_cells(old: Facts, new: Facts) -> None:
    """Refuse cells that take, or return, other names than their code asks for."""
    imported = new.cell_imports
    names = {name for cell in (*old.cells, *new.cells) for name in _taken(cell)}
    names.update(*imported)
    readers, readers_before = new.cell_readers(names), old.cell_readers(names)
    for number, (was, now) in enumerate(zip(old.cells, new.cells, strict=True)):
        own = imported[number]
        others = {name for cell in imported if cell is not own for name in cell}
        taken, takes = {*_taken(was)}, {*_taken(now)}
        gave = {one.id for one in returned(was)}
        gives = {one.id for one in returned(now)}
        read = {name for name in names if number in readers[name]}
        came = {name for name in read if number not in readers_before[name]}
        if (
            not takes - taken <= others & read
            or (taken - takes) & read - own
            or not came & others - own <= takes
        ):
            raise refusal("a cell would not take what it needs", now)
        if not gives - gave <= own or (gave - gives) & own:
            raise refusal("a cell would not return what it binds", now)


def _taken(cell: Function) -> Iterator[str]:
    for arg in cell.args.args:
        yield arg.arg
