"""What is asked of a proposal before the proof: it is complete, and loses nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.patterns import regex
from dr_refit.python.comments import is_pragma

if TYPE_CHECKING:
    from dr_refit.codemod.rules.model import Proposal
    from dr_refit.python.facts import Facts
    from dr_refit.python.source import Source

_COMMENT = regex(rb"#[^\r\n]*")
_OWN_LINE = regex(rb"^[ \t\f]*(#[^\r\n]*)", re.MULTILINE)
#: An alias on a line of its own, as in brackets.
_ALIAS = regex(rb"[ \t\f]*(\w+(?: as \w+)?),?[ \t\f]*")
_MARK = regex(rb"# codemod: review\[[\w-]+\] ")


def check(facts: Facts, proposal: Proposal) -> None:
    """Refuse (FileRefused) a proposal that no rule should have made."""
    _complete(facts.source, proposal)
    _comments(facts.source, proposal)
    _lines(facts, proposal)


def _complete(source: Source, proposal: Proposal) -> None:
    """Refuse a proposal that leaves out an edit which it requires."""
    ends = [edit.end for edit in proposal.edits]
    for name, start, end in proposal.required:
        first = bisect_left(ends, start)
        if first == len(ends) or proposal.edits[first].start > end:
            message = f"internal check failed: {name} would be left"
            line = source.position(start).line
            raise FileRefused(Code.NOT_VERIFIED, message, line)


def _lines(facts: Facts, proposal: Proposal) -> None:
    """Refuse a proposal that joins the line of an import with the one below."""
    source = facts.source
    statements = [run[-1].statement for run in facts.runs]
    ends = [source.line_end(source.end(statement)) for statement in statements]
    for edit in proposal.edits:
        at = bisect_left(ends, edit.start)
        if (
            at == len(ends)
            or edit.end <= ends[at]
            or edit.text.endswith((b"\n", b"\r"))
        ):
            continue
        if source.line_start(edit.start) != edit.start:
            message = "internal check failed: two lines would be joined"
            raise FileRefused(Code.NOT_VERIFIED, message, statements[at].lineno)


def _comments(source: Source, proposal: Proposal) -> None:
    """Refuse a proposal that loses a comment, but one to a tool with what it is on.

    None may appear but a mark.
    """
    for edit in proposal.edits:
        for comment in _OWN_LINE.findall(edit.text):
            if comment.strip() not in source.code and not _MARK.match(comment):
                message = "internal check failed: a comment would appear"
                line = source.position(edit.start).line
                raise FileRefused(Code.NOT_VERIFIED, message, line)
        for found in _COMMENT.finditer(source.code, edit.start, edit.end):
            if found[0].strip() in edit.text:
                continue
            beside = source.code[source.line_start(found.start()) : found.start()]
            alias = _ALIAS.fullmatch(beside)
            gone = not edit.text.strip() or (alias and alias[1] not in edit.text)
            if not gone or not is_pragma(found[0].decode()):
                message = "internal check failed: a comment would be lost"
                line = source.position(edit.start).line
                raise FileRefused(Code.NOT_VERIFIED, message, line)
