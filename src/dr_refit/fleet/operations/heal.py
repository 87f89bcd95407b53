"""Bring files of the template back, as a repository's version of it has them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dr_refit.fleet import stored
from dr_refit.fleet.drift import drift_of
from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.origin import as_rendered, find_origin
from dr_refit.fleet.publication import check_filters, commit, publish
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.stopped import JobStopped, has_made, stopped
from dr_refit.fleet.upgrade import linked_answers

if TYPE_CHECKING:
    from dr_refit.fleet.session import Session

#: Branches are called `heal/<version>`.
PREFIX = "heal"


@dataclass(frozen=True, kw_only=True, slots=True)
class HealOptions:
    """The options of `fleet heal`."""

    #: Files and folders; empty: all that the template has.
    paths: tuple[str, ...] = ()


def heal(job: Job[HealOptions], session: Session, scratch: str) -> RepoResult:
    """Publish a branch without the local changes of files; starters stay."""
    store = session.store
    head = fetch(job, store, PREFIX)
    answers = linked_answers(job, session, head)
    origin = find_origin(job, session, head, answers)
    project = as_rendered(job, session, head, origin)
    base = session.renders.get(origin.version, project, scratch)
    result = RepoResult(
        repo=job.repo.name, outcome="up-to-date", old=origin.version.name
    )
    changed = [
        drift.path
        for drift in drift_of(job, store, base, head)
        if _is_meant(drift.path, job.options.paths)
    ]
    for path in job.options.paths:
        if not any(_is_meant(each, (path,)) for each in base.entries):
            raise JobStopped("failed", f"{origin.version.name} has no {path}")
    if not changed:
        return result
    entries, _ = stored.with_line_ends(store, head.entries, base.entries, {})
    tree = store.changed_tree(
        head.tree,
        {path: entries[path] for path in changed},
        os.path.join(scratch, "index"),
    )
    check_filters(session, job.repo.name, head.tree, tree)
    message = f"Bring files of the template back, as {origin.version.name} has them\n"
    result = replace(
        result,
        branch=f"{PREFIX}/{origin.version.name}",
        commit=commit(job, session, tree, head, message),
        files=len(changed),
        diff=store.diff(head.tree, tree),
    )
    return publish(job, session, head, result, message)


def _is_meant(path: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(f"{path}/".startswith(f"{each}/") for each in wanted)


HEAL = Operation(
    name="heal", run=heal, stopped=stopped, respects_hold=True, has_made=has_made
)
