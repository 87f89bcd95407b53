"""What a person has to look at although it was rewritten: no exception tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator

    from dr_refit.migration.model import Note
    from dr_refit.migration.resolution import Moved
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source


class Applied(NamedTuple):
    """A name that is imported, or used, under its new name now."""

    resolution: Moved
    #: Where it stands, and what imports it.
    node: ast.expr | ast.alias
    alias: ImportAlias


def reviews(moved: Iterable[Applied], source: Source) -> Iterator[tuple[int, str]]:
    """Yield where the imports of names start that behave otherwise, and what of them.

    Once per name: whoever looks at one call looks at all.
    """
    seen: set[Note] = set()
    for resolution, node, alias in moved:
        note = resolution.note
        if note is None or not note.silent or note in seen:
            continue
        seen.add(note)
        if not source.ignores(node, Code.BEHAVIOUR_CHANGED_SILENTLY):
            yield source.start(alias.statement), f"{resolution.new}: {note.text}"
