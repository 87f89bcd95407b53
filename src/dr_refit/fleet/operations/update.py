"""Merge the newest template into a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.origin import arrived
from dr_refit.fleet.publication import publish_merge, published_by_hand
from dr_refit.fleet.stopped import has_made, stopped
from dr_refit.fleet.upgrade import find_upgrade, merge_upgrade

if TYPE_CHECKING:
    from dr_refit.fleet.model import RepoResult
    from dr_refit.fleet.session import Session


def update(job: Job[None], session: Session, scratch: str) -> RepoResult:
    """Publish a branch with the target version, or say what stands in its way."""
    upgrade = find_upgrade(job, session)
    if not upgrade.is_due:
        return upgrade.up_to_date(job.repo.name)
    if done := published_by_hand(job, session, upgrade.head):
        return done
    change = merge_upgrade(job, session, upgrade, scratch)
    if change.is_empty:
        arrived(job, session, upgrade.head, upgrade.found, upgrade.target)
        return upgrade.up_to_date(job.repo.name)
    return publish_merge(job, session, change)


UPDATE = Operation(
    name="update", run=update, stopped=stopped, respects_hold=True, has_made=has_made
)
