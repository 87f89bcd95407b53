"""What a text still names of what moved: prose, shell lines, output; never edited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.migration.resolution import Moved, Removed
from dr_refit.names import prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dr_refit.migration.table import MoveTable

#: So many lines are listed.
_MOST = 10


def mentions(data: bytes, table: MoveTable, said: Collection[int]) -> Iterator[Finding]:
    """Report, once for a text, the lines on which a name stands that moved or went.

    Of the lines in `said` something is reported already.
    """
    found: dict[int, str] = {}
    roots = b"|".join(re.escape(name.encode()) for name in sorted(table.roots))
    # A path is no name: src/a/b.py
    name = re.compile(rb"(?<![\w./-])(?:" + roots + rb")(?:\.\w+)*(?![\w/-])")
    retired = {one for each in table.migrations for one in each.retired}
    for match in name.finditer(data):
        dotted = match[0].decode(errors="replace")
        line = data.count(b"\n", 0, match.start()) + 1
        if line not in said and line not in found and _is_old(dotted, retired, table):
            found[line] = dotted
    if found:
        lines = ", ".join(map(str, [*found][:_MOST])) + (", ..." * (len(found) > _MOST))
        names = ", ".join(sorted({*found.values()})[:_MOST])
        noun = "line" if len(found) == 1 else "lines"
        message = f"still names {names}, on {noun} {lines}: edit it where it is wrong"
        yield Finding(
            code=Code.NAME_IN_TEXT,
            message=message,
            position=Position(line=min(found), column=1),
            kind="docs",
        )


def _is_old(dotted: str, retired: set[str], table: MoveTable) -> bool:
    """Return whether a name, or what it is in, is not there any more."""
    return any(
        name in retired or isinstance(table.resolve(name), Moved | Removed)
        for name in prefixes(dotted)
        # An owner's texts name it as long as it is there.
        if not table.owns(name)
    )
