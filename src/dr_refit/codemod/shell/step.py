"""The shell texts of a file: renamed, and proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.document import Renamed
from dr_refit.codemod.shell.rename import rename
from dr_refit.codemod.shell.wanted import Wanted, installed
from dr_refit.errors import FileRefused
from dr_refit.manifests.names import distribution
from dr_refit.names import root
from dr_refit.python.edits import apply

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.rules.model import Project
    from dr_refit.findings import Finding
    from dr_refit.migration.model import Migration
    from dr_refit.migration.resolution import Moved
    from dr_refit.migration.table import MoveTable


def rename_shells(
    document: Document,
    moved: Sequence[Moved],
    imported: Collection[str],
    project: Project,
    table: MoveTable,
) -> Renamed:
    """Rename the shell texts of a file.

    `moved`: the names that its Python takes from elsewhere now; `imported`: the retired
    packages that it still imports.
    """
    shells = [
        one
        for one in document.shells
        # Where a package is renamed, all strings are.
        if project.wants(one.kind or "docs") and not (one.quote and project.renaming)
    ]
    if not shells:
        return Renamed()
    ids = frozenset().union(*(installed(one.code, table) for one in shells))
    wanted = {
        one.id: found
        for one in table.migrations
        if one.id in ids
        for found in _wanted(one, document, moved, imported, project)
    }
    edits = {}
    findings: list[tuple[Fragment, Finding]] = []
    for one in shells:
        inner = (*document.nested, *document.shells)
        programs = [o.segments[0].data for o in inner if o.within is one]
        done = rename(one, table, wanted, ids, programs)
        findings += [(one, found) for found in done.findings]
        if not done.edits:
            continue
        from dr_refit.codemod.shell.proof import compare_shell  # rarely needed

        try:
            compare_shell(one, apply(one.code, done.edits), table, wanted)
        except FileRefused as error:
            findings.append((one, error.finding))
        else:
            edits[one] = done.edits
    return Renamed(
        edits,
        [(one, found._replace(kind=one.kind or "docs")) for one, found in findings],
        ids,
    )


def _wanted(
    migration: Migration,
    document: Document,
    moved: Sequence[Moved],
    imported: Collection[str],
    project: Project,
) -> Iterator[Wanted]:
    """Yield what takes the place of a distribution, if that is known.

    A text shows what its project needs; what a notebook needs is what it imports.
    """
    mine = [one for one in moved if one.migration == migration.id]
    needed = {one.move.requirement for one in mine if one.move.requirement}
    missing = {root(one.new) for one in mine if not one.move.requirement}
    still = not migration.roots.isdisjoint(imported)
    given = {distribution(one) for one in migration.requirements.values()}
    if not document.is_module or not mine:
        theirs = project.needed(migration.id)
        needed |= theirs.requirements
        still = still or theirs.still
    if not needed and not missing and len(given) == 1:
        # Whatever is used of it comes from there.
        needed = {*migration.requirements.values()}
    if needed or missing:
        from dr_refit.manifests.requirements import merge  # rarely needed

        yield Wanted(
            requirements=merge(needed, project.owner),
            unpublished=tuple(sorted(missing - migration.roots)),
            still=still or bool(missing),
        )
    elif not migration.roots.isdisjoint(imported):
        # An earlier run has written what else is needed.
        yield Wanted(still=True)
