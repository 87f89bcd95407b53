"""Entry points: what they need under their new names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.result import Need
from dr_refit.manifests import toml_values
from dr_refit.manifests.names import canonical
from dr_refit.migration.resolution import Moved
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.migration.table import MoveTable

#: project.scripts.a    tool.poetry.plugins.a.b
_ENTRY = regex(
    r"(?:project\0(?:scripts|gui-scripts|entry-points)|tool\0\w+\0(?:scripts|plugins))\0.*"
)
#: a.b:c    a.b:c [extra]
_NAME = regex(r"([\w.]+)(?::([\w.]+))?\s*(?:\[.*)?")


def needed(text: str, table: MoveTable, owner: str) -> Iterator[Need]:
    """Yield what the entry points of a manifest need that name what moved.

    `owner`: the distribution of the file, whose own names stay for it.
    """
    own = {
        one.id for one in table.migrations if canonical(one.distribution or "") == owner
    }
    for path, value in toml_values.strings(toml_values.read(text)):
        found = _NAME.fullmatch(value)
        if not found or not _ENTRY.fullmatch("\0".join(map(str, path))):
            continue
        resolution = table.resolve(".".join(filter(None, found.groups())))
        if isinstance(resolution, Moved) and resolution.migration not in own:
            move = resolution.move
            if move.requirement:
                yield Need(resolution.migration, move.requirement, move.python or "")
