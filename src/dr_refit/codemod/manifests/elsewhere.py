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
from dr_refit.migration.resolution import Moved
from dr_refit.tree.discover import Exclusions, discover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.manifests.importers import Imported
    from dr_refit.codemod.result import Run
    from dr_refit.migration.model import Migration
    from dr_refit.settings import Settings


def named_elsewhere(
    run: Run,
    settings: Settings,
    folders: set[str],
    imported: Imported,
    *,
    absolute: bool,
) -> Iterator[FileResult]:
    """Yield what there is to write in such files by hand."""
    tree, project = run.project.tree, run.project
    migrations = [
        one
        for one in run.table.migrations
        if one.distribution and canonical(one.distribution) != project.owner
    ]
    if not migrations:
        return
    needs = {
        one.id: [
            *requirements.merge(imported.needed(one.id, run.results), project.owner)
        ]
        for one in migrations
    }
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
        for migration in migrations:
            still = bool(imported.still[migration.id])
            for line, code, message in _said(
                path, text, migration, needs[migration.id], run, still=still
            ):
                found.setdefault(line, (code, message))
        findings = tuple(
            Finding(
                code=code,
                message=message,
                position=Position(line=line),
                kind="manifests",
            )
            for line, (code, message) in sorted(found.items())
            if code not in project.ignored(path)
        )
        if findings:
            yield FileResult(path=full if absolute else path, findings=findings)


def _said(
    path: str,
    text: str,
    migration: Migration,
    needed: list[str],
    run: Run,
    *,
    still: bool,
) -> Iterator[tuple[int, Code, str]]:
    """Yield lines, and what is to be written there."""
    code = Code.REQUIREMENT_LEFT
    old = migration.distribution or ""
    for one in elsewhere.requiring(path, text, old):
        if still:
            # The old one stays; what is new comes beside it, once.
            new = [each for each in needed if not _has(path, text, each)]
            if new and one.write:
                what = f"{old} stays, and this is needed: {', '.join(new)}"
                yield one.number, code, what
        elif needed and one.write:
            yield one.number, code, f"{old} is retired: write `{one.write(needed)}`"
        else:
            what = f"{old} is retired, and nothing needs it: delete it"
            yield one.number, code, what
    names = (migration.roots, migration.commands)
    for one in elsewhere.naming(path, text, old, *names):
        new_name = _now(one.text, migration.commands, run)
        if not (new_name or still):
            new_name = "is retired: name what it is for, or delete it"
        if new_name:
            yield one.number, Code.NAME_IN_VALUE, f"{one.text} {new_name}"


def _has(path: str, text: str, requirement: str) -> bool:
    return any(elsewhere.requiring(path, text, distribution(requirement)))


def _now(text: str, commands: Mapping[str, str], run: Run) -> str:
    """Return what a name is called now; empty: it is gone, or still there."""
    if text in commands:
        return f"is called {commands[text]} now"
    resolution = run.table.of(run.project).resolve(text)
    return f"is {resolution.new} now" if isinstance(resolution, Moved) else ""
