"""The rule for comments to this tool: what they ask a person for, and wrong codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import Proposal, Rule
from dr_refit.codes import Code, Kind
from dr_refit.findings import Finding, Position, unknown_code
from dr_refit.patterns import regex
from dr_refit.python.comments import comments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.comments import Comment

_DIRECTIVE = regex(r"#\s*codemod:\s*(ignore|review)\[([^\]]*)\]")

_CODES = {code.value: code for code in Code}


class CommentsRule(Rule):
    """Reports marks, `# codemod: review[code]`, and codes that there are not."""

    kind: Kind = "imports"

    def propose(self, view: View, project: Project, table: MoveTable) -> Proposal:  # noqa: ARG002
        """Return what comments leave to a person; they are not changed."""
        source = view.facts.source
        if b"codemod:" not in source.code:
            return Proposal()
        return Proposal(
            findings=tuple(
                finding
                for comment in comments_of(source)
                for finding in _findings(comment)
            )
        )


def _findings(comment: Comment) -> Iterator[Finding]:
    for found in _DIRECTIVE.finditer(comment.text):
        word, names = found.groups()
        text = comment.text[found.end() :]
        position = Position(
            line=comment.line, column=comment.column + found.start() + 1
        )
        codes = re.findall(r"[\w-]+", names)
        for name in codes:
            code = _CODES.get(name)
            if code is None:
                if Code.UNKNOWN_CODE not in codes:
                    yield unknown_code(name, position)
            elif word == "review":
                message = text.strip() or "a person has to look at this"
                message += "; then remove this comment"
                yield Finding(code=code, message=message, position=position)
