"""The rule for calls: what they need now, and what becomes of what they return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.looks import is_asked_for
from dr_refit.codemod.rules.model import Proposal, Rule
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.names import leaf, parent

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from dr_refit.codemod.rules.model import Meant, Project, View
    from dr_refit.codes import Kind
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.words import Words


class CallsRule(Rule):
    """Rewrites calls, and the uses of what they return."""

    kind: Kind = "calls"

    def names(self, imports: tuple[ImportAlias, ...], table: MoveTable) -> Words:
        """Return the names by which something is called that has a rule."""
        index = table.index
        asked = [a for a in imports if index.called and is_asked_for(a, table)]
        names = {alias.local for alias in asked}
        if "*" in names:
            modules = {alias.target for alias in asked if alias.local == "*"}
            names |= {leaf(one) for one in index.called if parent(one) in modules}
        return dict.fromkeys(names - {"*"})

    def propose(self, view: View, project: Project, table: MoveTable) -> Proposal:  # noqa: ARG002
        """Return the edits of calls, and what is left to a person at them."""
        if not self.names(view.facts.imports, table):
            return Proposal()
        # Rarely needed.
        from dr_refit.codemod.rules.calls.uses import look

        work = look(view, table)
        source = view.facts.source
        findings, reviews = [], []
        for node, origin, text, silent, once in work.remarks:
            code = Code.PROJECT_CHANGED if once else Code.BEHAVIOUR_CHANGED
            if silent:
                code = Code.BEHAVIOUR_CHANGED_SILENTLY
            if source.ignores(node, code):
                continue
            message = text if once else f"{origin.dotted}: {text}"
            position = source.position(source.start(node))
            findings.append(
                Finding(code=code, message=message, position=position, everywhere=once)
            )
            if silent and origin.new != origin.dotted:
                statement = work.parents.statement(node)
                reviews.append((source.first(statement), f"{origin.new}: {text}"))
        return Proposal(
            edits=work.edits, findings=tuple(findings), reviews=tuple(reviews)
        )

    def meant(
        self, view: View, _: Project, table: MoveTable
    ) -> Mapping[ast.AST, Meant]:
        """Return the expressions that stand for others now."""
        if not self.names(view.facts.imports, table):
            return {}
        from dr_refit.codemod.rules.calls.uses import look

        return look(view, table).meant
