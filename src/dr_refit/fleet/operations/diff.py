"""What the template would change in a repository, and what was changed against it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.stopped import stopped
from dr_refit.fleet.upgrade import find_upgrade, merge_upgrade

if TYPE_CHECKING:
    from dr_refit.fleet.model import RepoResult
    from dr_refit.fleet.session import Session


def diff(job: Job[None], session: Session, scratch: str) -> RepoResult:
    """Return both as a diff, and the conflicts that an update would have."""
    change = merge_upgrade(job, session, find_upgrade(job, session), scratch)
    name, store = job.repo.name, session.store
    theirs = store.diff(change.head.tree, change.merged.tree)
    # What only the project has is its own affair.
    local = store.diff(change.trees.base, change.trees.ours, "--diff-filter=a")
    text = ""
    if theirs:
        versions = f"{change.old} to {change.target.name}"
        text += f"# {name}: what the template changes, {versions}\n{theirs}"
    if local:
        title = f"# {name}: what the project changed against {change.old}\n"
        text += title + local
    result = replace(change.result(name, session.store), diff=text, branch="")
    return result if result.conflicts else replace(result, outcome="up-to-date")


DIFF = Operation(name="diff", run=diff, stopped=stopped)
