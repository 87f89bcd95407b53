"""The rule for marimo cells that Python cannot parse: marimo keeps them as strings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import Proposal
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.python.words import word_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.rules.model import Meant, Project, View
    from dr_refit.codes import Kind
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.words import Words


class UnparsableRule:
    """Reports `app._unparsable_cell("...")` that names a package of the migrations."""

    kind: Kind = "notebooks"

    def names(self, imports: tuple[ImportAlias, ...], table: MoveTable) -> Words:  # noqa: ARG002
        """Return nothing: what is in a string refers to no name."""
        return {}

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
                line, column = source.position(min(named.values()))
                position = Position(line=line, column=column)
                findings.append(
                    Finding(
                        code=Code.NAME_IN_STRING, message=message, position=position
                    )
                )
        return Proposal(findings=tuple(findings))

    def allows(self, *_: object) -> bool:
        """Allow nothing: such cells stay."""
        return False

    def meant(self, *_: object) -> Mapping[ast.AST, Meant]:
        """Return nothing: no more than names is rewritten."""
        return {}


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
