"""One file, from its bytes to its new bytes: analyse, plan, apply, verify."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.rules.imports.classify import analyse
from dr_refit.codemod.rules.imports.plan import plan
from dr_refit.codemod.verify import verify, verify_changes
from dr_refit.errors import FileRefused
from dr_refit.findings import Code, Finding
from dr_refit.migration.resolution import Moved
from dr_refit.python.comments import is_pragma
from dr_refit.python.edits import apply
from dr_refit.python.facts import Facts
from dr_refit.python.namespaces import namespace_of
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.rules.imports.classify import Analysis
    from dr_refit.codemod.rules.imports.plan import Plan
    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit


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


def rewrite(
    data: bytes,
    lookup: MoveTable,
    *,
    path: str = "<string>",
    package: str = "",
    module: str = "",
    foreign: Mapping[str, str] | None = None,
) -> Rewritten:
    """Rewrite the imports of one file.

    `package` and `module` are its dotted names where known; `foreign` maps top-level
    names that mean a local module to where that stands.
    """
    # Frames of Python need no C stack; `ast.parse` refuses what is too deep for it.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    view = _View(lookup.seen_from(module), package, module, foreign or {})
    try:
        return _rewrite(Source(path, data), view)
    except RecursionError:
        error = FileRefused(Code.TOO_LARGE, "nested too deeply: exclude the file")
        return Rewritten(findings=(error.finding,))
    except FileRefused as error:
        return Rewritten(findings=(error.finding,))
    finally:
        sys.setrecursionlimit(limit)


class _View(NamedTuple):
    """The migrations as one file sees them."""

    lookup: MoveTable
    package: str
    module: str
    foreign: Mapping[str, str]

    def read(self, source: Source) -> Facts:
        """Read what a file, or a piece of it, says."""
        return Facts(
            source=source,
            package=self.package,
            module=self.module,
            namespace=namespace_of(source),
        )

    def plan(self, facts: Facts) -> Plan:
        """Plan what is written where."""
        return plan(facts, self.analyse(facts), self.lookup)

    def analyse(self, facts: Facts) -> Analysis:
        """Find what the migrations mean in a file."""
        return analyse(facts, self.lookup, self.foreign)


def _rewrite(source: Source, view: _View) -> Rewritten:
    facts = view.read(source)
    analysis = view.analyse(facts)
    planned = plan(facts, analysis, view.lookup)
    findings = planned.findings
    data = None
    if planned.edits:
        try:
            _check_complete(source, analysis, planned)
            _check_comments(source, planned)
            _check_lines(facts, planned)
            # The scopes of a large file are much of its memory: one at a time.
            del analysis
            data = _proved(facts, planned.edits, view)
        except FileRefused as error:
            findings = [*findings, error.finding]
    return Rewritten(
        data=data if data != source.data else None,
        findings=tuple(sorted(findings, key=Finding.order)),
        moved=tuple(planned.moved),
        left=tuple(planned.left),
    )


def _proved(facts: Facts, edits: Sequence[Edit], view: _View) -> bytes:
    """Apply edits, and prove the result; FileRefused where it cannot be proved."""
    source = facts.source
    near = facts.after(edits)
    if near is not None:
        try:
            verify_changes(facts, near, view.lookup)
        except FileRefused:
            # Only what the whole proof says is reported.
            del near
        else:
            return source.encode(near.source.code)
    whole = view.read(Source.of_code(source.path, apply(source.code, edits)))
    verify(facts, whole, view.lookup)
    if not view.lookup.may_move_again and view.plan(whole).edits:
        raise FileRefused(Code.NOT_VERIFIED, "the result would change once more")
    return source.encode(whole.source.code)


def _check_complete(source: Source, analysis: Analysis, planned: Plan) -> None:
    """Refuse a plan that leaves out an import which one other replaces."""
    ends = [edit.end for edit in planned.edits]
    for site, hit in analysis.simple:
        if not isinstance(hit, Moved) or site.local == "*":
            continue
        start, end = source.start(site.statement), source.end(site.statement)
        first = bisect_left(ends, start)
        if first == len(ends) or planned.edits[first].start > end:
            message = f"a wrong rewrite was stopped: {site.target} was left"
            raise FileRefused(Code.NOT_VERIFIED, message, site.statement.lineno)


def _check_lines(facts: Facts, planned: Plan) -> None:
    """Refuse a plan that joins the line of an import with the one below."""
    source = facts.source
    statements = [run[-1].statement for run in facts.runs]
    ends = [source.line_end(source.end(statement)) for statement in statements]
    for edit in planned.edits:
        at = bisect_left(ends, edit.start)
        if (
            at == len(ends)
            or edit.end <= ends[at]
            or edit.text.endswith((b"\n", b"\r"))
        ):
            continue
        if source.line_start(edit.start) != edit.start:
            message = "a wrong rewrite was stopped: two lines would be joined"
            raise FileRefused(Code.NOT_VERIFIED, message, statements[at].lineno)


def _check_comments(source: Source, planned: Plan) -> None:
    """Refuse a plan that loses a comment, but with its statement one to a tool."""
    for edit in planned.edits:
        for comment in _COMMENT.findall(source.code[edit.start : edit.end]):
            if comment.strip() in edit.text:
                continue
            if edit.text.strip() or not is_pragma(comment.decode()):
                message = "a wrong rewrite was stopped: a comment would be lost"
                line, _ = source.place(edit.start)
                raise FileRefused(Code.NOT_VERIFIED, message, line)
