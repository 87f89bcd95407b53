"""One fragment of a document: what the rules propose, checked and proved."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.cells import with_signatures
from dr_refit.codemod.check import check
from dr_refit.codemod.handed import bypassed, gained, lost, unloaded
from dr_refit.codemod.marks import with_marks
from dr_refit.codemod.rules import RULES
from dr_refit.codemod.rules.model import Proposal, View, merge, words_of
from dr_refit.codemod.verify import verify, verify_changes
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.findings import Finding
from dr_refit.names import root
from dr_refit.python.edits import apply
from dr_refit.python.facts import Facts
from dr_refit.python.source import Source
from dr_refit.python.words import CONCATENATIONS, may_disguise
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dr_refit.codemod.document import Fragment
    from dr_refit.codemod.rules.model import Project, Rule
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.changes import Changes
    from dr_refit.python.edits import Edit


class Names(NamedTuple):
    """A file's own dotted names, empty where unknown."""

    package: str
    module: str


class Part(NamedTuple):
    """What becomes of one fragment."""

    findings: tuple[Finding, ...]
    proposal: Proposal = Proposal()
    #: Names that imports bound, and bind no more.
    lost: frozenset[str] = frozenset()
    #: Names that imports bind, and through which code no longer reaches what moved.
    bypassed: frozenset[str] = frozenset()
    #: Names that imports bind from now on, each with what it means.
    gained: frozenset[tuple[str, str]] = frozenset()
    #: Modules that imports loaded, and load no more, with their names now.
    unloaded: frozenset[tuple[str, str]] = frozenset()
    refused: bool = False
    #: Its docstrings are what and where they were.
    keeps_docstrings: bool = False


def rewrite_fragment(
    fragment: Fragment, names: Names, project: Project, table: MoveTable
) -> Part:
    """Plan and prove one fragment."""
    if fragment.kind == "docs" and not any(names) and _is_silent(fragment.code, table):
        return Part(())
    facts = Facts(
        source=fragment.source,
        package=names.package,
        module=names.module,
        namespace=fragment.namespace,
        covered=table.index.covered,
    )
    rules = [one for one in RULES if project.wants(fragment.kind or one.kind)]
    try:
        proposal = plan(facts, project, table, rules)
    except FileRefused as error:
        is_part = fragment.kind == "docs" or fragment.within is not None
        if is_part and error.code == Code.SYNTAX_ERROR:
            return Part(_not_parsed(fragment, error, table), refused=True)
        return Part((error.finding,), refused=True)
    if not proposal.edits:
        return Part(proposal.findings, proposal)
    is_marked = proposal.reviews and project.is_marked(facts.source.path)
    if is_marked and fragment.within is None:
        proposal = with_marks(facts.source, proposal)
    try:
        proposal = with_signatures(facts, proposal)
        check(facts, proposal)
        changes, is_near = _proved(facts, proposal.edits, project, table, rules)
    except FileRefused as error:
        return _left(facts, proposal, error.finding, table)
    gone = lost(facts, changes, table)
    outside = project.outside(fragment.source.path)
    if taken := gone & outside.taken:
        listed = ", ".join(f"`{name}`" for name in sorted(taken))
        message = f"other files take {listed} from here: rewrite the imports by hand"
        finding = Finding(code=Code.TAKEN_ELSEWHERE, message=message)
        return _left(facts, proposal, finding, table)
    left = unloaded(facts, changes, table)
    if needed := {new for _, new in left} & outside.loads:
        listed = ", ".join(sorted(needed))
        message = f"other files need {listed} loaded here: rewrite the imports by hand"
        finding = Finding(code=Code.TAKEN_ELSEWHERE, message=message)
        return _left(facts, proposal, finding, table)
    new = gained(facts, changes)
    return Part(
        findings=proposal.findings,
        proposal=proposal,
        lost=gone,
        bypassed=bypassed(facts, changes),
        gained=new,
        unloaded=left,
        keeps_docstrings=is_near and not changes.empties_top,
    )


def _is_silent(code: bytes, table: MoveTable) -> bool:
    """Return whether a block of a text surely names nothing: it is not parsed."""
    # In escapes, pieces and other letters, a name may hide.
    return not (
        b"\\" in code
        or b"codemod:" in code
        or any(name.encode() in code for name in (*table.roots, *table.index.values))
        or may_disguise(code)
        or any(pieces.search(code) for pieces in CONCATENATIONS)
    )


def _not_parsed(
    fragment: Fragment, error: FileRefused, table: MoveTable
) -> tuple[Finding, ...]:
    """Report a block that is no Python, if it may use a name of the migrations."""
    words = {*re.findall(r"\w+", fragment.code.decode(errors="replace"))}
    index = table.index
    if not any(
        words.issuperset(name.split("."))
        for name in (*index.retired, *index.owners, *index.notes)
    ):
        return ()
    message = f"this block is no Python ({error.message}): edit it by hand"
    return (
        Finding(code=Code.BLOCK_NOT_PARSED, message=message, position=error.position),
    )


def _left(facts: Facts, proposal: Proposal, finding: Finding, table: MoveTable) -> Part:
    """Leave a fragment as it is, and say why."""
    imported = frozenset(root(alias.target) for alias in facts.imports) & table.roots
    left = Proposal(imported=imported)
    return Part((*proposal.findings, finding), left, refused=True)


def plan(
    facts: Facts,
    project: Project,
    table: MoveTable,
    rules: Iterable[Rule] | None = None,
) -> Proposal:
    """Return what rules propose for a file; all of them, if none are named."""
    asked = RULES if rules is None else tuple(rules)
    view = View(facts, words_of(asked, facts, table), frozenset())
    proposals = []
    for rule in asked:
        proposal = rule.propose(view, project, table).of(rule.kind)
        proposals.append(proposal)
        view.applied = (view.applied or frozenset()) | proposal.applied
        view.edits += proposal.edits
    return merge(proposals)


def _proved(
    facts: Facts,
    edits: Sequence[Edit],
    project: Project,
    table: MoveTable,
    rules: Sequence[Rule],
) -> tuple[Changes, bool]:
    """Apply edits, and prove the result; FileRefused where it cannot be proved.

    Return what differs, and whether nothing but changed lines and chains was parsed.
    """
    source = facts.source
    near = facts.after(edits)
    if near is not None and (changes := near.changes) is not None:
        try:
            verify_changes(facts, near, table)
        except FileRefused:
            # Only what the whole proof says is reported.
            del near
        else:
            return changes, True
    code = apply(source.code, edits)
    whole = replace(facts, source=Source.of_code(source.path, code))
    changes = verify(facts, whole, project, table, rules)
    if not table.may_move_again and plan(whole, project, table, rules).edits:
        raise FileRefused(
            Code.NOT_VERIFIED,
            "internal check failed: the result would be rewritten again",
        )
    return changes, False
