"""Run the codemods over a repository's head."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import files_for
from dr_refit.codemod.pipeline import run
from dr_refit.codemod.prove import Options
from dr_refit.codemod.summary import by_kind
from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.model import Located, RepoResult
from dr_refit.fleet.publication import commit as commit_to
from dr_refit.fleet.publication import publish
from dr_refit.fleet.repository import fetch, others
from dr_refit.fleet.stopped import has_made, stopped
from dr_refit.migration.select import Wanted, select
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import load_shipped
from dr_refit.project.survey import settings_of
from dr_refit.tree.commit import Commit
from dr_refit.tree.discover import Exclusions

if TYPE_CHECKING:
    from dr_refit.codemod.result import Report
    from dr_refit.fleet.model import Repo
    from dr_refit.fleet.session import Session
    from dr_refit.migration.model import Migration

#: Branches are called `migrate/<migrations>`.
PREFIX = "migrate"


@dataclass(frozen=True, kw_only=True, slots=True)
class MigrateOptions:
    """The options of `fleet migrate`."""

    #: Ids; empty: those of the repository.
    migrations: tuple[str, ...] = ()
    #: The fleet's own, to choose from as well.
    own: tuple[Migration, ...] = ()
    #: All of the fleet: what is planned may be there.
    repositories: tuple[Repo, ...] = ()
    #: Rename values, too.
    values: bool = False
    #: LibCST codemods that are run, too.
    codemods: tuple[Migration, ...] = ()


def migrate(job: Job[MigrateOptions], session: Session, scratch: str) -> RepoResult:
    """Rewrite the imports of a head, all in one commit on a branch of its own."""
    store = session.store
    head = fetch(job, store, PREFIX)
    commit = Commit(head.entries, store, scratch)
    settings = settings_of(commit, "")
    wanted = Wanted(
        select=job.options.migrations or job.repo.migrations,
        migrations=job.options.own,
        values=job.options.values,
    )
    selected = select(load_shipped(), commit, settings, wanted)
    table = MoveTable([*selected, *job.options.codemods])
    report = run(
        commit,
        files_for(commit, [""], Exclusions.of(settings), settings),
        table,
        Options(settings=settings, others=others(job, store, job.options.repositories)),
    )
    result = RepoResult(
        repo=job.repo.name,
        outcome="up-to-date",
        head=head.commit,
        findings=tuple(
            Located(path=each.path, finding=finding)
            for each in report.results
            for finding in each.findings
        ),
        notes=_notes(report),
    )
    if not commit.changed:
        return result
    index = os.path.join(scratch, "index")
    tree = store.changed_tree(head.tree, commit.changed, index)
    moved = sorted({name for each in report.results for name in each.moved})
    title = f"Rewrite imports of retired packages: {', '.join(moved)}"
    message = "\n".join([title, "", *(f"- {note}" for note in result.notes)]) + "\n"
    # Dated as the head, so that its migration is always the same commit.
    made = commit_to(job, session, tree, head, message)
    result = replace(
        result,
        branch=f"{PREFIX}/{'+'.join(job.options.migrations) or 'imports'}",
        commit=made,
        files=len(commit.changed),
    )
    return publish(job, session, head, result, message)


def _notes(report: Report) -> tuple[str, ...]:
    kinds = [*by_kind(report.results)]
    notes = []
    if len(kinds) > 1:
        notes += [f"{one.kind}: {one.counts(dry=False)}" for one in kinds]
    if report.add:
        notes.append(f"requirements to add: {', '.join(report.add)}")
    if report.drop:
        notes.append(f"requirements to drop: {', '.join(report.drop)}")
    if report.commands:
        notes.append(f"commands to run: {', '.join(report.commands)}")
    return tuple(notes)


MIGRATE = Operation(
    name="migrate",
    run=migrate,
    stopped=stopped,
    needs_template=False,
    respects_hold=True,
    has_made=has_made,
)
