"""The rule for comments to this tool: what they ask a person for, and wrong codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import Proposal
from dr_refit.codes import Code, Kind
from dr_refit.findings import Finding, Position, unknown_code
from dr_refit.python.comments import comments_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.rules.model import Meant, Project, View
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.comments import Comment
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.words import Words

_DIRECTIVE = re.compile(r"#\s*codemod:\s*(ignore|review)\[([^\]]*)\]")

_CODES = {code.value: code for code in Code}


class CommentsRule:
    """Reports marks, `# codemod: review[code]`, and codes that there are not."""

    kind: Kind = "imports"

    def names(self, imports: tuple[ImportAlias, ...], table: MoveTable) -> Words:  # noqa: ARG002
        """Return nothing: comments refer to no name."""
        return {}

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

    def allows(self, *_: object) -> bool:
        """Allow nothing: comments stay."""
        return False

    def meant(self, *_: object) -> Mapping[ast.AST, Meant]:
        """Return nothing: no more than names is rewritten."""
        return {}


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
                yield Finding(code=code, message=message, position=position)
