"""Relative imports of files that move: what they name once the files are elsewhere."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.names import parent
from dr_refit.python.imports import absolute

if TYPE_CHECKING:
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias


def moves_along(alias: ImportAlias, facts: Facts, table: MoveTable) -> bool:
    """Return whether a relative import stays right while its file moves."""
    own, statement = table.new_name(facts.module), alias.statement
    if not own or not isinstance(statement, ast.ImportFrom) or not statement.level:
        return False
    base = absolute(statement, own if facts.is_package else parent(own))
    now = base if alias.local == "*" else f"{base}.{alias.alias.name}"
    return now == (table.new_name(alias.target) or alias.target)
