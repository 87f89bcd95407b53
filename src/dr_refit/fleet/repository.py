"""Where a repository stands, fetched into the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError
from dr_refit.fleet.stopped import JobStopped
from dr_refit.git.fetch import fetch_into
from dr_refit.git.publish import checked_address, remote_branches
from dr_refit.git.run import GitError, current_branch, detached
from dr_refit.tree.commit import Commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dr_refit.fleet.job import Job
    from dr_refit.fleet.model import Repo
    from dr_refit.git.objects import Entry
    from dr_refit.git.store import Store


#: How the branches begin that operations make.
OURS = ("template/", "migrate/", "heal/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Where a repository stands."""

    commit: str
    tree: str
    entries: Mapping[str, Entry]
    #: When it was committed, in seconds since 1970.
    time: int = 0
    #: What a person should know.
    notes: tuple[str, ...] = ()


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
        fetch_into(store, checked_address(repo.location), [f"+HEAD:{ref}"])
    except RefitError:
        return None
    found = store.find_commit(ref)
    return Commit(store.entries(found.tree), store) if found else None


def _check_branch(location: str) -> None:
    """Stop where a checkout is on a branch of ours: what it has is not merged yet."""
    branch = current_branch(location)
    if branch.startswith(OURS):
        raise JobStopped(
            "blocked",
            f"its checkout is on {branch}, which fleet has made",
            'switch to the branch that counts, or name it: base = "…" in fleet.toml',
        )


def _without_head(base: str, there: Iterable[str]) -> tuple[str, str]:
    """Return why a repository has no head, and what to do."""
    names = ", ".join(name.removeprefix("refs/heads/") for name in there)
    if base:
        return f"it has no branch {base}", f"it has: {names or 'none'}"
    if not names:
        return "it has no commit yet", "make a first one there"
    what = f"its HEAD names a branch that is not there; there are: {names}"
    return what, 'choose one of them: base = "…" in fleet.toml'


def head_of(repo: Repo) -> str:
    """Return the ref in the store at which a repository is as it was last fetched."""
    return f"refs/fleet/{repo.name}/head"


def fetch(job: Job[Any], store: Store, prefix: str) -> Head:
    """Fetch where a repository stands, and its branches below `prefix/`."""
    refs = f"refs/fleet/{job.repo.name}"
    location = checked_address(job.repo.location)
    branches = f"+refs/heads/{prefix}/*:{refs}/branches/{prefix}/*"
    base = f"refs/heads/{job.repo.base}" if job.repo.base else "HEAD"
    if job.is_local and not job.repo.base:
        _check_branch(job.repo.location)
    try:
        fetch_into(store, location, [f"+{base}:{head_of(job.repo)}", branches])
    except GitError as error:
        if f"remote ref {base}" in error.message:
            there = remote_branches(store, location)
            raise JobStopped("failed", *_without_head(job.repo.base, there)) from None
        raise
    found = store.find_commit(head_of(job.repo))
    assert found is not None
    return Head(
        commit=found.oid,
        tree=found.tree,
        entries=store.entries(found.tree),
        time=found.time,
        notes=_notes(job),
    )


def _notes(job: Job[Any]) -> tuple[str, ...]:
    """Return what a person should know of where a repository stands."""
    if job.repo.base or not (how := detached(job.checkout)):
        return ()
    return (f'{how}: the branch that counts can be named, base = "…" in fleet.toml',)
