"""Where a repository stands, fetched into the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError
from dr_refit.fleet.stopped import JobStopped
from dr_refit.git.publish import checked_address
from dr_refit.git.run import GitError
from dr_refit.tree.commit import Commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dr_refit.fleet.job import Job
    from dr_refit.fleet.model import Repo
    from dr_refit.git.store import Entry, Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Where a repository stands."""

    commit: str
    tree: str
    entries: Mapping[str, Entry]
    #: When it was committed, in seconds since 1970.
    time: int = 0


def others(
    job: Job[Any], store: Store, repositories: Iterable[Repo]
) -> dict[str, Callable[[], Commit | None]]:
    """Map the packages of the other repositories of a fleet to how these are had."""
    return {
        repo.package: partial(_fetch_other, job, store, repo)
        for repo in repositories
        if repo.name != job.repo.name
    }


def _fetch_other(job: Job[Any], store: Store, repo: Repo) -> Commit | None:
    """Fetch where another repository stands; None: it cannot be had."""
    # A ref of this job's own: others may fetch the same.
    ref = f"refs/others/{job.repo.name}/{repo.name}"
    try:
        store.fetch(checked_address(repo.location), [f"+HEAD:{ref}"])
    except RefitError:
        return None
    found = store.find_commit(ref)
    return Commit(store.entries(found.tree), store) if found else None


def fetch(job: Job[Any], store: Store, prefix: str) -> Head:
    """Fetch where a repository stands, and its branches below `prefix/`."""
    refs = f"refs/fleet/{job.repo.name}"
    location = checked_address(job.repo.location)
    branches = f"+refs/heads/{prefix}/*:{refs}/branches/{prefix}/*"
    try:
        store.fetch(location, [f"+HEAD:{refs}/head", branches])
    except GitError as error:
        if "remote ref HEAD" in error.message:
            raise JobStopped("failed", "it has no commit yet") from None
        raise
    found = store.find_commit(f"{refs}/head")
    assert found is not None
    return Head(
        commit=found.oid,
        tree=found.tree,
        entries=store.entries(found.tree),
        time=found.time,
    )
