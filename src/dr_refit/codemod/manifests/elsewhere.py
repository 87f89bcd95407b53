"""What files beside the manifests require of what is retired: said, with the line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.codemod.manifests.importers import roots_of
from dr_refit.codemod.result import FileResult
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import elsewhere, requirements
from dr_refit.manifests.names import canonical, distribution
from dr_refit.records import NamedTuple
from dr_refit.tree.discover import Exclusions, discover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.manifests.importers import Imported
    from dr_refit.codemod.manifests.leftovers import Leftovers
    from dr_refit.codemod.result import Run
    from dr_refit.migration.model import Migration
    from dr_refit.settings import Settings


def named_elsewhere(
    run: Run,
    settings: Settings,
    folders: set[str],
    imported: Imported,
    leftovers: Leftovers,
    *,
    absolute: bool,
) -> Iterator[FileResult]:
    """Yield what there is to write in such files by hand."""
    tree, project = run.project.tree, run.project
    migrations = [
        one
        for one in run.table.migrations
        if not one.distribution or canonical(one.distribution) != project.owner
    ]
    every = [_About.of(one, run, imported) for one in migrations]
    roots = roots_of(project, folders)
    for file in discover(tree, roots, Exclusions.of(settings), elsewhere.SUFFIXES):
        full = tree.resolve(file.path)
        path = os.path.relpath(full, tree.resolve(""))
        if not elsewhere.kind_of(path):
            continue
        try:
            data = tree.read(file.path)
        except OSError:
            continue
        # A noxfile.py is rewritten as well.
        rewritten = run.rewrites.get(full if absolute else path)
        text = (rewritten.of(data) if rewritten else data).decode("utf-8", "replace")
        found: dict[int, tuple[Code, str]] = {}
        for about in every:
            for line, code, message in _said(path, text, about, leftovers):
                found.setdefault(line, (code, message))
        kind = elsewhere.kind_of(path)
        for one in leftovers.of(text) if kind == "shell" else ():
            if one.is_value:
                what = f"{one.name} {leftovers.became(one.name)}"
                found.setdefault(one.line, (Code.NAME_IN_VALUE, what))
        findings = [
            Finding(code=code, message=message, position=Position(line=line))
            for line, (code, message) in sorted(found.items())
        ]
        if kind != "python":
            # What Python says is listed with its own.
            findings += leftovers.note(text, found)
        codes = project.ignored(path)
        said = tuple(
            one._replace(kind="manifests")
            for one in sorted(findings, key=Finding.order)
            if one.code not in codes
        )
        if said:
            yield FileResult(path=full if absolute else path, findings=said)


class _About(NamedTuple):
    """What a migration means for a project."""

    migration: Migration
    #: What is needed now.
    needed: list[str]
    #: Whether something imports what it retires.
    still: bool

    @classmethod
    def of(cls, migration: Migration, run: Run, imported: Imported) -> _About:
        """Return what is known of it after a run."""
        needed = imported.needed(migration.id, run.results)
        return cls(
            migration,
            [*requirements.merge(needed, run.project.owner)],
            # --move says of nothing that it is gone.
            not migration.distribution or bool(imported.still[migration.id]),
        )


def _said(
    path: str, text: str, about: _About, leftovers: Leftovers
) -> Iterator[tuple[int, Code, str]]:
    """Yield lines, and what is to be written there."""
    code = Code.REQUIREMENT_LEFT
    migration, needed, still = about
    old = migration.distribution or ""
    for one in elsewhere.requiring(path, text, old) if old else ():
        if still:
            # The old one stays; what is new comes beside it, once.
            new = [each for each in needed if not _has(path, text, each)]
            if new and one.write:
                what = f"{old} stays, and this is needed: {', '.join(new)}"
                yield one.number, code, what
        elif needed and one.write:
            what = f"{old} {migration.fate}: write `{one.write(needed)}`"
            yield one.number, code, what
        else:
            what = f"{old} {migration.fate}, and nothing needs it: delete it"
            yield one.number, code, what
    names = (migration.roots, migration.commands)
    for one in elsewhere.naming(path, text, old, *names):
        # a.b:f  where only a.b is another one now
        module = one.text.partition(":")[0]
        name = one.text if leftovers.is_moved(one.text) else module
        if not still or leftovers.is_moved(name):
            what = f"{name} {leftovers.became(name)}"
            yield one.number, Code.NAME_IN_VALUE, what


def _has(path: str, text: str, requirement: str) -> bool:
    return any(elsewhere.requiring(path, text, distribution(requirement)))
