"""One file, from its bytes to its new bytes: document, facts, rules, edits, proof."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from dr_refit.codemod.borrowed import apart, borrowing
from dr_refit.codemod.document import Renamed
from dr_refit.codemod.formats import read
from dr_refit.codemod.fragment import Names, rewrite_fragment
from dr_refit.codemod.mentions import mentions
from dr_refit.codemod.old_names import Names as Mentioned
from dr_refit.codemod.rules.model import NoProject
from dr_refit.codes import Code, Kind
from dr_refit.errors import FileRefused
from dr_refit.findings import Finding
from dr_refit.names import root
from dr_refit.patterns import regex
from dr_refit.python.depth import deep_trees
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.fragment import Part
    from dr_refit.codemod.rules.model import Project
    from dr_refit.migration.resolution import Moved
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit


#: White space before a newline.
_BLANKS = regex(rb"[ \t]+(?=\r?\n|\Z)")


class Rewritten(NamedTuple):
    """The new bytes, or None where nothing changes, and what there is to say."""

    data: bytes | None = None
    findings: tuple[Finding, ...] = ()
    moved: tuple[Moved, ...] = ()
    #: Top-level packages with rules that it still imports.
    imported: frozenset[str] = frozenset()
    #: Names that imports bound, and bind no more.
    lost: frozenset[str] = frozenset()
    #: Names that imports bind, and through which code no longer reaches what moved.
    bypassed: frozenset[str] = frozenset()
    #: Names that imports bind from now on, each with what it means.
    gained: frozenset[tuple[str, str]] = frozenset()
    #: Modules that imports loaded, and load no more, with their names now.
    unloaded: frozenset[tuple[str, str]] = frozenset()
    #: What changed.
    kinds: frozenset[Kind] = frozenset()
    #: The migrations whose distributions a line for a shell installs.
    installed: frozenset[str] = frozenset()


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

    `package` and `module` are its dotted names where known.
    """
    try:
        with deep_trees():
            document = read(path, data)
            names = Names(package, module)
            return _rewrite(document, names, project or NoProject(), table)
    except RecursionError:
        error = FileRefused(Code.TOO_LARGE, "nested too deeply: exclude the file")
        return Rewritten(findings=(error.finding,))
    except FileRefused as error:
        return Rewritten(findings=(error.finding,))


def _rewrite(
    document: Document, names: Names, project: Project, table: MoveTable
) -> Rewritten:
    if document.is_module:
        table = _seen_from(document, names, table)
    else:
        names = Names("", "")
    fragments = [
        one
        for one in (*document.fragments, *document.nested)
        if one.kind is None or project.wants(one.kind)
    ]
    parts = {
        one: rewrite_fragment(
            one, names, project, table.after_loading if one.kind == "docs" else table
        )
        for one in fragments
    }
    findings = [*document.findings, *_findings(document, parts)]
    refused = {one for one, part in parts.items() if part.refused}
    for one in apart(parts):
        refused.add(one)
        findings.append(borrowing(document, one))
    edits: dict[Fragment, Sequence[Edit]] = {
        one: part.proposal.edits
        for one, part in parts.items()
        if refused.isdisjoint({one, one.within})
    }
    shells = _shells(document, parts, project, table)
    settings = _settings(document, project, table)
    lost = [
        found
        for one, part in parts.items()
        if one.hidden and one not in refused
        for name in sorted(part.lost)
        for found in _in_magics(document, one, name)
    ]
    for one, finding in (*shells.findings, *settings.findings, *lost):
        at = document.position(one, finding.position)
        findings.append(finding._replace(position=at))
    edits |= {**shells.edits, **settings.edits}
    new = document
    try:
        new = _applied(document, document.told_apart(edits), parts)
    except FileRefused as error:
        findings.append(error.finding)
    cells = any(one.kind == "notebooks" for one in document.fragments)
    if cells and not new.fragments and Mentioned(table).may_be_in(new.data):
        # Its pieces are looked at only where they may have something to say.
        new = read(new.path, new.data)
    findings += mentions(new, table, project, findings)
    # What a text shows, no program of the project imports.
    run = [parts[one] for one in fragments if one.kind != "docs"]
    return Rewritten(
        data=None if new is document else new.data,
        findings=tuple(sorted(findings, key=Finding.order)),
        moved=tuple(one for part in run for one in part.proposal.moved),
        imported=frozenset().union(*(part.proposal.imported for part in run)),
        lost=frozenset().union(*(part.lost for part in run)),
        bypassed=frozenset().union(*(part.bypassed for part in run)),
        gained=frozenset().union(*(part.gained for part in run)),
        unloaded=frozenset().union(*(part.unloaded for part in run)),
        kinds=frozenset() if new is document else _kinds(parts, edits),
        installed=shells.installed,
    )


def _in_magics(
    document: Document, fragment: Fragment, name: str
) -> Iterator[tuple[Fragment, Finding]]:
    """Yield where a magic has a name that imports bind no more."""
    word = re.escape(name).encode()
    is_word = re.compile(rb"(?<![\w./-])%b(?![\w/-]|\.py\b)" % word)
    #: !echo {a.b} $a
    is_filled = re.compile(
        rb"(?<=\$)%b(?!\w)|(?<=\{)[^{}]*(?<![\w.])%b(?!\w)" % (word, word)
    )
    for piece in dict.fromkeys((*document.prose, *document.shells)):
        if piece.within is fragment:
            code = piece.code
            is_shell = piece in document.shells and not code.startswith(b"%%")
            if found := (is_filled if is_shell else is_word).search(code):
                at = piece.source.position(found.end() - len(word))
                message = f"{name} is imported no more by this name: edit it by hand"
                yield piece, Finding(Code.COMMAND_LEFT, message, at, kind="notebooks")


def _seen_from(document: Document, names: Names, table: MoveTable) -> MoveTable:
    """Return the table as a module sees it."""
    # Outside of a package a file is a module of its own name.
    stem = root(os.path.basename(document.path))
    return table.seen_from(
        names.module or stem,
        is_package=names.module == names.package != "",
        path=document.path,
    )


def _shells(
    document: Document,
    parts: Mapping[Fragment, Part],
    project: Project,
    table: MoveTable,
) -> Renamed:
    """Return what becomes of what is for a shell."""
    names = Mentioned(table)
    if not any(
        names.may_be_in(code)
        for one in document.shells
        # pip install Old-Tools
        for code in (one.code, one.code.lower())
    ):
        return Renamed()
    from dr_refit.codemod.shell.step import rename_shells  # start-up time

    proposals = [part.proposal for part in parts.values()]
    return rename_shells(
        document,
        [one for each in proposals for one in each.moved],
        {one for each in proposals for one in each.imported},
        project,
        table,
    )


def _settings(document: Document, project: Project, table: MoveTable) -> Renamed:
    """Return what becomes of settings."""
    if not (table.index.values and document.settings):
        return Renamed()
    from dr_refit.codemod.scalars import rename_scalars  # start-up time

    return rename_scalars(document, project, table)


def _findings(document: Document, parts: Mapping[Fragment, Part]) -> Iterator[Finding]:
    """Yield what there is to report of fragments, where it stands in the file."""
    for fragment, part in parts.items():
        borrowed = fragment.code.count(b"\n", 0, fragment.borrowed)
        for found in part.findings:
            if not 0 < found.position.line <= borrowed:
                yield found._replace(
                    position=document.position(fragment, found.position),
                    kind=fragment.kind or found.kind,
                )


def _kinds(
    parts: Mapping[Fragment, Part], edits: Mapping[Fragment, Sequence[Edit]]
) -> frozenset[Kind]:
    """Return what edits of fragments are about."""
    return frozenset(
        kind
        for fragment, own in edits.items()
        if own
        for kind in (
            [fragment.kind] if fragment.kind else parts[fragment].proposal.kinds
        )
    )


def _applied(
    document: Document,
    edits: Mapping[Fragment, Sequence[Edit]],
    parts: Mapping[Fragment, Part],
) -> Document:
    """Return the file after edits; FileRefused where it would not be read as them."""
    data = document.apply(edits)
    if data == document.data:
        return document
    keeps = len([*document.pieces]) == 1 or (
        # All else stands in its docstrings.
        document.is_module
        and not any(one.hidden for one in document.fragments)
        and all(one.within is None and parts[one].keeps_docstrings for one in edits)
    )
    if keeps and not document.prose:
        return document.with_data(data)
    new = read(document.path, data)
    codes, meant = new.codes({}), document.codes(edits)
    # A blank line in a block is indented as the line before it, or not at all.
    if codes != meant and [*map(_trimmed, codes)] != [*map(_trimmed, meant)]:
        message = "internal check failed: the pieces of the file would be others"
        raise FileRefused(Code.NOT_VERIFIED, message)
    return new


def _trimmed(code: bytes) -> bytes:
    return _BLANKS.sub(b"", code)
