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
    name, git = job.repo.name, session.store.git
    command = ("diff-tree", "-p", "-r", "--find-renames", "--full-index", "--no-color")
    theirs = git(*command, change.head.tree, change.merged.tree)
    # What only the project has is its own affair.
    local = git(*command, "--diff-filter=a", change.trees.base, change.trees.ours)
    text = ""
    if theirs:
        versions = f"{change.old} to {change.target.name}"
        text += f"# {name}: what the template changes, {versions}\n{_text(theirs)}"
    if local:
        title = f"# {name}: what the project changed against {change.old}\n"
        text += title + _text(local)
    result = replace(change.result(name, session.store), diff=text, branch="")
    return result if result.conflicts else replace(result, outcome="up-to-date")


def _text(data: bytes) -> str:
    return data.decode(errors="backslashreplace")


DIFF = Operation(name="diff", run=diff, stopped=stopped)
