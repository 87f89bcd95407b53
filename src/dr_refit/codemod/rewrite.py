"""One file, from its bytes to its new bytes: document, facts, rules, edits, proof."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.check import check
from dr_refit.codemod.formats import read
from dr_refit.codemod.rules import RULES
from dr_refit.codemod.rules.model import NoProject, Proposal, View, merge
from dr_refit.codemod.verify import verify, verify_changes
from dr_refit.errors import FileRefused
from dr_refit.findings import Code, Finding
from dr_refit.python.edits import apply
from dr_refit.python.facts import Facts
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.rules.model import Project
    from dr_refit.migration.resolution import Moved, Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Words


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
    path: str = "<string>.py",
    package: str = "",
    module: str = "",
    project: Project | None = None,
) -> Rewritten:
    """Rewrite one file.

    `package` and `module` are its dotted names where known. FileRefused for a path
    that no format takes.
    """
    # Frames of Python need no C stack; `ast.parse` refuses what is too deep for it.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        document = read(path, data)
        names = _Names(package, module)
        return _rewrite(document, names, project or NoProject(), table)
    except RecursionError:
        error = FileRefused(Code.TOO_LARGE, "nested too deeply: exclude the file")
        return Rewritten(findings=(error.finding,))
    except FileRefused as error:
        return Rewritten(findings=(error.finding,))
    finally:
        sys.setrecursionlimit(limit)


class _Names(NamedTuple):
    """The file's own dotted names."""

    package: str
    module: str


class _Part(NamedTuple):
    """What becomes of one fragment."""

    findings: tuple[Finding, ...]
    proposal: Proposal = Proposal()
    dropped: frozenset[str] = frozenset()
    refused: bool = False


def _rewrite(
    document: Document, names: _Names, project: Project, table: MoveTable
) -> Rewritten:
    view = table.seen_from(names.module)
    parts = {
        fragment: _part(fragment, names, project, view)
        for fragment in document.fragments
    }
    findings = [*document.findings]
    for fragment, part in parts.items():
        for found in part.findings:
            position = document.position(fragment, found.position)
            findings.append(replace(found, position=position))
    data = None
    if not any(part.refused for part in parts.values()):
        try:
            data = document.apply({f: p.proposal.edits for f, p in parts.items()})
        except FileRefused as error:
            findings.append(error.finding)
    changed = data is not None and data != document.data
    proposals = [part.proposal for part in parts.values()]
    return Rewritten(
        data=data if changed else None,
        findings=tuple(sorted(findings, key=Finding.order)),
        moved=tuple(one for each in proposals for one in each.moved),
        left=tuple(one for each in proposals for one in each.remaining),
        dropped=frozenset().union(*(part.dropped for part in parts.values())),
    )


def _part(
    fragment: Fragment, names: _Names, project: Project, table: MoveTable
) -> _Part:
    """Plan and prove one fragment."""
    facts = Facts(
        source=fragment.source,
        package=names.package,
        module=names.module,
        namespace=fragment.namespace,
    )
    try:
        proposal = plan(facts, project, table)
    except FileRefused as error:
        return _Part((error.finding,), refused=True)
    if not proposal.edits:
        return _Part(proposal.findings, proposal)
    try:
        check(facts, proposal)
        new = _proved(facts, proposal.edits, project, table)
    except FileRefused as error:
        return _Part((*proposal.findings, error.finding), proposal, refused=True)
    return _Part(proposal.findings, proposal, _bound(facts) - _bound(new))


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
