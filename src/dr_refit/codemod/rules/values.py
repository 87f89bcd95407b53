"""The rule for values: whole literals that are called otherwise now."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import Meant, Proposal, Rule
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.migration.values import part_of
from dr_refit.python.literals import rewritten
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.codes import Kind
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.source import Source

    type Meanings = Mapping[ast.AST, Meant]


class ValuesRule(Rule):
    """Renames the literals that migrations rename, where a run asks for it."""

    kind: Kind = "values"

    def propose(self, view: View, project: Project, table: MoveTable) -> Proposal:  # noqa: ARG002
        """Return the edits of literals, and what is left to a person."""
        source = view.facts.source
        values = table.index.values
        edits: list[Edit] = []
        findings = []
        for literal, is_whole in _literals(source, values):
            if source.ignores(literal, Code.VALUE_LEFT):
                continue
            new = values.get(str(literal.value), "")
            own = rewritten(source, literal, new) if is_whole else None
            if own is None:
                part = part_of(str(literal.value), values)
                message = f"{part} is a part of this: rename it by hand"
                position = source.position(source.start(literal))
                findings.append(
                    Finding(code=Code.VALUE_LEFT, message=message, position=position)
                )
            else:
                edits += own
        return Proposal(edits=tuple(sorted(edits)), findings=tuple(findings))

    def meant(self, view: View, project: Project, table: MoveTable) -> Meanings:  # noqa: ARG002
        """Return the new literal for each whole old one."""
        values = table.index.values
        return {
            literal: Meant(ast.Constant(values[str(literal.value)]), frozenset())
            for literal, is_whole in _literals(view.facts.source, values)
            if is_whole
        }


def _literals(
    source: Source, values: Mapping[str, str]
) -> Iterator[tuple[ast.Constant, bool]]:
    """Yield the texts in which a value stands, and whether one is all of it."""
    if not any(old.encode() in source.code for old in values):
        return
    pieces = {
        part
        for node in walk(source.tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    docs = {
        node.value
        for node in walk(source.tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in walk(source.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if node.value in values and node not in pieces:
            yield node, True
        elif node not in docs and part_of(node.value, values):
            yield node, False
