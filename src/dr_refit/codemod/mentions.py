"""What a text still names of what moved: prose, shell lines, output; never edited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests.names import canonical, spelled
from dr_refit.migration.resolution import Moved, Removed
from dr_refit.names import prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dr_refit.codemod.document import Document
    from dr_refit.migration.table import MoveTable

#: So many lines are listed.
_MOST = 10


def mentions(
    document: Document, table: MoveTable, said: Collection[Position]
) -> Iterator[Finding]:
    """Report, once for a file, the lines of prose with a name that moved or went.

    Of the lines in `said` something is reported already.
    """
    found: dict[Position, str] = {}
    names = _Names(table)
    for piece in document.prose:
        for match in names.pattern.finditer(piece.code):
            text = match[0].decode(errors="replace")
            line = piece.code.count(b"\n", 0, match.start()) + 1
            at = document.position(piece, Position(line=line))
            if at not in said and at not in found and names.is_old(text):
                found[at] = text
    if found:
        places = sorted(found, key=lambda at: (at.cell, at.line))
        lines = [f"cell {p.cell}:{p.line}" if p.cell else str(p.line) for p in places]
        listed = ", ".join(lines[:_MOST]) + (", ..." * (len(lines) > _MOST))
        texts = ", ".join(sorted({*found.values()})[:_MOST])
        noun = "line" if len(found) == 1 else "lines"
        message = f"still names {texts}, on {noun} {listed}: edit it where it is wrong"
        yield Finding(
            code=Code.NAME_IN_TEXT,
            message=message,
            position=places[0]._replace(column=1),
            kind="docs",
        )


class _Names:
    """The names that moved or went: of modules, distributions and commands."""

    def __init__(self, table: MoveTable) -> None:
        self._table = table
        self._retired = {one for each in table.migrations for one in each.retired}
        roots = "|".join(re.escape(name) for name in sorted(table.roots))
        others = [
            *map(spelled, table.index.distributions),
            *map(re.escape, table.index.commands),
        ]
        every = "|".join([rf"(?:{roots})(?:\.\w+)*", *others])
        # A path is no name: src/a/b.py
        self.pattern = re.compile(rf"(?<![\w./$-])(?:{every})(?![\w/-])".encode())

    def is_old(self, text: str) -> bool:
        """Return whether a name, or what it is in, is not there any more."""
        table = self._table
        name = canonical(text)
        if name in table.index.distributions:
            # An owner's texts name it as long as it is there.
            return table.project is None or name != table.project.owner
        return text in table.index.commands or any(
            name in self._retired or isinstance(table.resolve(name), Moved | Removed)
            for name in prefixes(text)
            if not table.owns(name)
        )
