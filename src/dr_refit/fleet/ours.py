"""Which branches in a repository are ours to replace, and whose others are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dr_refit.fleet.origin import TRAILER
from dr_refit.git.publish import BranchBlocked

if TYPE_CHECKING:
    from dr_refit.fleet.job import Job
    from dr_refit.git.objects import Commit
    from dr_refit.git.publish import Branch
    from dr_refit.git.store import Store

#: What the message of a commit says where a person has merged; paths follow.
BY_HAND = "- merged by hand: "


def is_by_hand(commit: Commit | None) -> bool:
    """Return whether a person has merged what is in a commit."""
    return commit is not None and f"\n{BY_HAND}" in f"\n{commit.message}"


def check(job: Job[Any], store: Store, branch: Branch) -> None:
    """Raise BranchBlocked where a branch is there that is not ours to replace."""
    known, there = replaceable(job, store, branch), _found(store, branch.present)
    is_known = branch.present in {branch.commit, *known} or is_by_hand(there)
    if _is_made(there) and not is_known:
        what = f"there is a branch {branch.name} that another fleet.toml has made"
        how = "merge it or delete it, and run this again"
        raise BranchBlocked(f"{what}, or that was changed since: {how}")
    branch.check(known)


def _found(store: Store, commit: str) -> Commit | None:
    return store.find_commit(commit) if commit else None


def _is_made(commit: Commit | None) -> bool:
    """Return whether a commit looks like one of fleet's, for whatever fleet.toml."""
    return commit is not None and f"\n{TRAILER}" in commit.message


def replaceable(job: Job[Any], store: Store, branch: Branch) -> frozenset[str]:
    """Return what a branch may replace: ours, and what goes on from them in HEAD.

    What HEAD has of another fleet.toml's is lost no more than ours.
    """
    ours, there = job.published_by_us, branch.present
    found = {each for each in ours if not is_by_hand(store.find_commit(each))}
    if store.is_within(there, branch.head):
        found |= {there for each in ours if store.is_within(each, there)}
        found |= {there} if _is_made(_found(store, there)) else set()
    return frozenset(found)
