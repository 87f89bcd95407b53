"""The codemods over a repository's head."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dr_refit import settings as project
from dr_refit.codemod import pipeline
from dr_refit.errors import RefitError
from dr_refit.fleet.job import fetch, publish
from dr_refit.fleet.model import Located, RepoResult
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import load, load_shipped
from dr_refit.tree.discover import discover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.result import Report
    from dr_refit.fleet.job import Head, Job
    from dr_refit.fleet.store import Store
    from dr_refit.fleet.workshop import Workshop
    from dr_refit.migration.model import Migration
    from dr_refit.settings import Settings

#: Branches are called `migrate/<migrations>`.
PREFIX = "migrate"


def migrate(job: Job, shop: Workshop, scratch: str) -> RepoResult:
    """Rewrite the imports of a head, all in one commit on a branch of its own."""
    store = shop.store
    head = fetch(job, store, PREFIX)
    index, folder = os.path.join(scratch, "index"), os.path.join(scratch, "tree")
    _check_out(store, head, folder, index)
    try:
        settings = project.load(folder)
        lookup = MoveTable(_migrations(settings, job.options or job.repo.migrations))
        report = _rewritten(folder, settings, lookup)
    except RefitError as error:
        # What it names is nowhere any more when this is read.
        message = error.message.replace(f"{folder}{os.sep}", "")
        raise RefitError(message, error.hint) from None
    result = RepoResult(
        repo="",
        outcome="up-to-date",
        head=head.commit,
        findings=tuple(
            Located(path=os.path.relpath(each.path, folder), finding=finding)
            for each in report.results
            for finding in each.findings
        ),
        notes=_requirements(report),
    )
    changed = [
        os.path.relpath(each.path, folder) for each in report.results if each.changed
    ]
    if not changed:
        return result
    rewritten = {}
    for path in changed:
        with open(os.path.join(folder, path), "rb") as file:
            oid = store.blob(file.read())
        rewritten[path] = head.entries[path]._replace(oid=oid)
    tree = store.changed_tree(head.tree, rewritten, index)
    moved = sorted({name for each in report.results for name in each.moved})
    title = f"Rewrite imports of retired packages: {', '.join(moved)}"
    message = "\n".join([title, "", *(f"- {note}" for note in result.notes)]) + "\n"
    commit = store.commit(tree, [head.commit], message, _date(shop, head))
    result = replace(
        result,
        branch=f"{PREFIX}/{'+'.join(job.options) or 'imports'}",
        commit=commit,
        files=len(changed),
    )
    return publish(job, shop, head, result, message)


def _check_out(store: Store, head: Head, folder: str, index: str) -> None:
    """Write the files of a head into a folder, as they are stored.

    Without its attributes, since these would change the ends of lines.
    """
    # What marks a project's root.
    os.makedirs(os.path.join(folder, ".git"))
    attributes = {
        path: None
        for path in head.entries
        if os.path.basename(path).lower() == ".gitattributes"
    }
    tree = store.changed_tree(head.tree, attributes, index)
    store.git("read-tree", tree, GIT_INDEX_FILE=index)
    command = ("-C", folder, "checkout-index", "--all", "--quiet")
    store.git(*command, GIT_INDEX_FILE=index, GIT_WORK_TREE=folder)


def _migrations(settings: Settings, wanted: Sequence[str]) -> list[Migration]:
    """Choose migrations: the shipped ones, and those the project has itself."""
    own = (load(Path(settings.root, name)) for name in settings.migrations)
    known = {migration.id: migration for migration in (*load_shipped(), *own)}
    names = wanted or settings.select or tuple(known)
    for name in {*names, *settings.ignore} - known.keys():
        there = f"there are: {', '.join(sorted(known))}"
        raise RefitError(f"there is no migration {name}", there)
    return [known[n] for n in dict.fromkeys(names) if n not in settings.ignore]


def _rewritten(folder: str, settings: Settings, lookup: MoveTable) -> Report:
    def patterns(lines: Sequence[str]) -> list[tuple[str, str]]:
        return [(settings.root, line) for line in lines]

    files = discover(
        [folder],
        exclude=None if settings.exclude is None else patterns(settings.exclude),
        extend_exclude=patterns(settings.extend_exclude),
    )
    options = pipeline.Options(
        per_file_ignores=settings.per_file_ignores, root=settings.root
    )
    return pipeline.run(files, lookup, options)


def _requirements(report: Report) -> tuple[str, ...]:
    notes = []
    if report.add:
        notes.append(f"requirements to add: {', '.join(report.add)}")
    if report.drop:
        notes.append(f"requirements to drop: {', '.join(report.drop)}")
    return tuple(notes)


def _date(shop: Workshop, head: Head) -> int:
    """Give the date of a head, so that its migration is always the same commit."""
    found = shop.store.find(head.commit)
    return found.when if found else 0
