"""The proof that a rewritten file says what it said, under the new names.

No proposal of a rule is seen here: the two sides are compared, and what every name
means is worked out on both and held against the migrations. Scopes and imports are
read by the code that the rules were given them by (`python/`), so a mistake there is
on both sides; what stands in for that is the compiler's own `symtable`, in the tests.
That a module keeps the names that others take from it is checked in `fragment`, by the
imports of both sides (`handed.lost`); who takes them is read apart from all rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import View, words_of
from dr_refit.codemod.verify.assigned import as_imports
from dr_refit.codemod.verify.bindings import compare_bindings
from dr_refit.codemod.verify.cells import compare_cells
from dr_refit.codemod.verify.loads import compare_loads, compare_stars
from dr_refit.codemod.verify.references import (
    Asked,
    compare_all_references,
    compare_some_references,
)
from dr_refit.codemod.verify.shape import compare_shape
from dr_refit.codes import Code
from dr_refit.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.rules.model import Project, Rule
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.changes import Call, Changes
    from dr_refit.python.facts import Facts


def verify(
    old: Facts,
    new: Facts,
    project: Project,
    table: MoveTable,
    rules: Sequence[Rule],
) -> Changes:
    """Refuse (FileRefused) what is not `old` with its names moved.

    `new` was parsed: everything is compared. What is no name and differs is asked of
    the rules, who do not know what they proposed. Return all that differs.
    """

    def allows(call: Call, meaning: str) -> bool:
        return any(
            rule.allows(call.old, call.new, meaning, project, table) for rule in rules
        )

    try:
        _ = new.source.tree
    except FileRefused as error:
        message = f"internal check failed: the result does not parse: {error.message}"
        raise FileRefused(Code.NOT_VERIFIED, message, error.position.line) from error
    new = as_imports(old, new)
    view = View(old, words_of(rules, old, table))
    meant = {
        node: one
        for rule in rules
        for node, one in rule.meant(view, project, table).items()
    }
    changes = compare_shape(old, new, meant)
    compare_cells(old, new)
    for run in changes.runs:
        compare_bindings(run, table)
    compare_loads(old, new, changes, table)
    compare_stars(old, new, changes)
    compare_all_references(old, new, changes, table, Asked(allows, meant))
    return changes


def verify_changes(old: Facts, new: Facts, table: MoveTable) -> None:
    """Refuse what is not surely `old` with its names moved, and all of them.

    `new` is `old.after(...)`: nothing but its changes was parsed. A name that is bound
    as before means what it meant, so that only the others are resolved. What is
    refused here may still be right.
    """
    changes = new.changes
    assert changes is not None
    for run in changes.runs:
        compare_bindings(run, table)
    compare_loads(old, new, changes, table)
    compare_stars(old, new, changes)
    compare_some_references(old, new, changes, table)
