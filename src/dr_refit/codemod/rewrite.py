"""One file, from its bytes to its new bytes: analyse, plan, apply, verify."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dr_refit.codemod.rules import RULES
from dr_refit.codemod.rules.model import NoProject, View, merge
from dr_refit.codemod.verify import verify, verify_changes
from dr_refit.errors import FileRefused
from dr_refit.findings import Code, Finding
from dr_refit.python.comments import is_pragma
from dr_refit.python.edits import apply
from dr_refit.python.facts import Facts
from dr_refit.python.namespaces import namespace_of
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.rules.model import Project, Proposal
    from dr_refit.migration.resolution import Moved, Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Words


_COMMENT = re.compile(rb"#[^\r\n]*")
#: How deep a tree may be walked; a chain of 500 `elif` takes some 4 frames each.
_DEPTH = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewritten:
    """The new bytes, or None where nothing changes, and what there is to say."""

    data: bytes | None = None
    findings: tuple[Finding, ...] = ()
    moved: tuple[Moved, ...] = ()
    left: tuple[Resolution, ...] = ()
    #: Names that imports bound, and bind no more.
    dropped: frozenset[str] = frozenset()


def rewrite(
    data: bytes,
    table: MoveTable,
    *,
    path: str = "<string>",
    package: str = "",
    module: str = "",
    project: Project | None = None,
) -> Rewritten:
    """Rewrite the imports of one file.

    `package` and `module` are its dotted names where known.
    """
    # Frames of Python need no C stack; `ast.parse` refuses what is too deep for it.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        facts = read_facts(Source(path, data), package=package, module=module)
        return _rewrite(facts, project or NoProject(), table.seen_from(module))
    except RecursionError:
        error = FileRefused(Code.TOO_LARGE, "nested too deeply: exclude the file")
        return Rewritten(findings=(error.finding,))
    except FileRefused as error:
        return Rewritten(findings=(error.finding,))
    finally:
        sys.setrecursionlimit(limit)


def read_facts(source: Source, *, package: str = "", module: str = "") -> Facts:
    """Read what a file says."""
    return Facts(
        source=source,
        package=package,
        module=module,
        namespace=namespace_of(source),
    )


def plan(facts: Facts, project: Project, table: MoveTable) -> Proposal:
    """Return what all rules propose for a file."""
    view = View(facts, _names(facts, table))
    return merge(rule.propose(view, project, table) for rule in RULES)


def _names(facts: Facts, table: MoveTable) -> Words:
    words: dict[str, frozenset[str] | None] = {}
    for rule in RULES:
        for name, attributes in rule.names(facts.imports, table).items():
            others = words.get(name, frozenset())
            words[name] = (
                None if attributes is None or others is None else attributes | others
            )
    return words


def _rewrite(facts: Facts, project: Project, table: MoveTable) -> Rewritten:
    source = facts.source
    proposal = plan(facts, project, table)
    findings = [*proposal.findings]
    data = None
    dropped: frozenset[str] = frozenset()
    if proposal.edits:
        try:
            _check_complete(source, proposal)
            _check_comments(source, proposal)
            _check_lines(facts, proposal)
            new = _proved(facts, proposal.edits, project, table)
            data = source.encode(new.source.code)
            dropped = _bound(facts) - _bound(new)
        except FileRefused as error:
            findings.append(error.finding)
    return Rewritten(
        data=data if data != source.data else None,
        findings=tuple(sorted(findings, key=Finding.order)),
        moved=proposal.moved,
        left=proposal.remaining,
        dropped=dropped,
    )


def _bound(facts: Facts) -> frozenset[str]:
    """Return the names that imports bind."""
    return frozenset(one.local for one in facts.imports)


def _proved(
    facts: Facts, edits: Sequence[Edit], project: Project, table: MoveTable
) -> Facts:
    """Apply edits, and prove the result; FileRefused where it cannot be proved."""
    source = facts.source
    near = facts.after(edits)
    if near is not None:
        try:
            verify_changes(facts, near, table)
        except FileRefused:
            # Only what the whole proof says is reported.
            del near
        else:
            return near
    code = apply(source.code, edits)
    whole = replace(facts, source=Source.of_code(source.path, code))
    verify(facts, whole, project, table, RULES)
    if not table.may_move_again and plan(whole, project, table).edits:
        raise FileRefused(
            Code.NOT_VERIFIED,
            "internal check failed: the result would be rewritten again",
        )
    return whole


def _check_complete(source: Source, proposal: Proposal) -> None:
    """Refuse a proposal that leaves out an edit which it requires."""
    ends = [edit.end for edit in proposal.edits]
    for name, start, end in proposal.required:
        first = bisect_left(ends, start)
        if first == len(ends) or proposal.edits[first].start > end:
            message = f"internal check failed: {name} would be left"
            line, _ = source.place(start)
            raise FileRefused(Code.NOT_VERIFIED, message, line)


def _check_lines(facts: Facts, proposal: Proposal) -> None:
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


def _check_comments(source: Source, proposal: Proposal) -> None:
    """Refuse a proposal that loses a comment, but with its statement one to a tool."""
    for edit in proposal.edits:
        for comment in _COMMENT.findall(source.code[edit.start : edit.end]):
            if comment.strip() in edit.text:
                continue
            if edit.text.strip() or not is_pragma(comment.decode()):
                message = "internal check failed: a comment would be lost"
                line, _ = source.place(edit.start)
                raise FileRefused(Code.NOT_VERIFIED, message, line)
