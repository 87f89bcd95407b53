"""The rule for marimo cells that Python cannot parse: marimo keeps them as strings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import Proposal, Rule
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.python.words import word_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.codes import Kind
    from dr_refit.migration.table import MoveTable


class UnparsableRule(Rule):
    """Reports `app._unparsable_cell("...")` that names a package of the migrations."""

    kind: Kind = "notebooks"

    def propose(self, view: View, project: Project, table: MoveTable) -> Proposal:  # noqa: ARG002
        """Return what such cells leave to a person; they are not changed."""
        source = view.facts.source
        if b"_unparsable_cell" not in source.code:
            return Proposal()
        findings = []
        for cell in _cells(source.tree):
            start, end = source.start(cell), source.end(cell)
            named = {
                each: found.start()
                for each in sorted(table.roots)
                if (found := word_pattern(each).search(source.code, start, end))
            }
            if named and not source.ignores(cell, Code.NAME_IN_STRING):
                message = f"a cell that does not parse names {', '.join(named)}"
                position = source.position(min(named.values()))
                findings.append(
                    Finding(
                        code=Code.NAME_IN_STRING, message=message, position=position
                    )
                )
        return Proposal(findings=tuple(findings))


def _cells(tree: ast.Module) -> Iterator[ast.Constant]:
    for statement in tree.body:
        match statement:
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(attr="_unparsable_cell"),
                    args=[ast.Constant(value=str()) as cell, *_],
                )
            ):
                yield cell
