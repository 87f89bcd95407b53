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
    from dr_refit.codemod.result import Need, Run
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
    needs = {one.id: _needed(run, imported, one.id) for one in migrations}
    roots = roots_of(project, folders)
    for file in discover(tree, roots, Exclusions.of(settings), elsewhere.SUFFIXES):
        full = tree.resolve(file.path)
        path = os.path.relpath(full, tree.resolve(""))
        if not elsewhere.kind_of(path):
            continue
        try:
            text = tree.read(file.path).decode("utf-8", "replace")
        except OSError:
            continue
        found: dict[int, str] = {}
        for migration in migrations:
            still = bool(imported.still[migration.id])
            for line, message in _said(
                path, text, migration, needs[migration.id], run, still=still
            ):
                found.setdefault(line, message)
        if found and Code.REQUIREMENT_LEFT not in project.ignored(path):
            findings = (
                Finding(
                    code=Code.REQUIREMENT_LEFT,
                    message=message,
                    position=Position(line=line),
                    kind="manifests",
                )
                for line, message in sorted(found.items())
            )
            yield FileResult(path=full if absolute else path, findings=tuple(findings))


def _needed(run: Run, imported: Imported, migration: str) -> list[str]:
    """Return what the project needs by a migration, merged."""
    needs: set[Need] = {need for one in run.results for need in one.needs}
    for exact, loose in imported.needs.values():
        needs |= exact | loose
    wanted = {one.requirement for one in needs if one.migration == migration}
    return [*requirements.merge(wanted, run.project.owner)]


def _said(
    path: str,
    text: str,
    migration: Migration,
    needed: list[str],
    run: Run,
    *,
    still: bool,
) -> Iterator[tuple[int, str]]:
    """Yield lines, and what is to be written there."""
    old = migration.distribution or ""
    for one in elsewhere.requiring(path, text, old):
        if still:
            # The old one stays; what is new comes beside it, once.
            new = [each for each in needed if not _has(path, text, each)]
            if new and one.write:
                yield one.number, f"{old} stays, and this is needed: {', '.join(new)}"
        elif needed and one.write:
            yield one.number, f"{old} is retired: write `{one.write(needed)}`"
        else:
            yield one.number, f"{old} is retired, and nothing needs it: delete it"
    if still:
        return
    for one in elsewhere.naming(path, text, migration.roots, migration.commands):
        new_name = _now(one.text, migration.commands, run)
        yield one.number, f"{one.text} {new_name}"


def _has(path: str, text: str, requirement: str) -> bool:
    return any(elsewhere.requiring(path, text, distribution(requirement)))


def _now(text: str, commands: Mapping[str, str], run: Run) -> str:
    if text in commands:
        return f"is called {commands[text]} now"
    resolution = run.table.resolve(text)
    if isinstance(resolution, Moved):
        return f"is {resolution.new} now"
    return "is retired: name what it is for, or delete it"
