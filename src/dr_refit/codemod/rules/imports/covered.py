"""Imports of what packages cover modules by, where the modules go.

import a.b as c    ->    from a import b as c
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.decision import AliasChange, Decision
from dr_refit.names import covering, leaf, parent
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts


def from_packages(facts: Facts, table: MoveTable) -> Iterator[Decision]:
    """Yield the imports that would look for such a module before they take the name."""
    for alias in facts.imports if facts.covered else ():
        module = alias.alias.name
        if alias.target == covering(module) and table.new_name(module):
            local = alias.local if alias.local != leaf(module) else ""
            new = Import(parent(module), leaf(module), local)
            yield Decision(changes={alias: AliasChange.to(new)})
