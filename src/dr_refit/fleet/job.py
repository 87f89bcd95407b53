"""One repository and what to do with it: a value that can travel to any process."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.errors import Problem
from dr_refit.fleet.publish import (
    Branch,
    checked_address,
    is_by_hand,
    origin,
    publish_here,
    push,
    remote,
    request,
)
from dr_refit.fleet.state import Journal
from dr_refit.fleet.stopped import JobStopped, outcome_of
from dr_refit.git.run import GitError, git_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dr_refit.fleet.model import Published, Repo, RepoResult
    from dr_refit.fleet.store import Entry, Store
    from dr_refit.fleet.template import Version
    from dr_refit.fleet.workshop import Workshop


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What to do with one repository."""

    operation: str
    repo: Repo
    #: The fleet's folder; empty: the worker makes one of its own.
    home: str
    #: Of the template.
    url: str
    #: The version to bring it to; None: the operation needs none.
    target: Version | None = None
    #: What was asked for by name, else empty: that version, another fleet.toml.
    asked: str = ""
    file: str = ""
    #: The run it belongs to, and what earlier ones published in this repository.
    run: str = ""
    ours: frozenset[str] = frozenset()
    #: Publish nothing; push; open a pull request.
    dry: bool = False
    push: bool = False
    request: bool = False
    #: How long a render may take.
    seconds: float = 120.0
    #: Of `migrate`: which. Of `adopt`: the version it was made from, or `none`.
    options: tuple[str, ...] = ()

    def how(self, command: str) -> str:
        """Say what to run for the same repository, version and fleet."""
        named = (("--to", self.asked), ("--file", self.file))
        options = [word for pair in named if pair[1] for word in pair]
        return f"run: fleet {command} {shlex.join([self.repo.name, *options])}"

    @property
    def is_local(self) -> bool:
        """Whether the repository is on this machine."""
        return self.repo.location.startswith("/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Where a repository stands."""

    commit: str
    tree: str
    entries: Mapping[str, Entry]


def fetch(job: Job, store: Store, prefix: str) -> Head:
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
    found = store.find(f"{refs}/head")
    assert found is not None
    tree = found.data.partition(b"\n")[0].removeprefix(b"tree ").decode()
    return Head(commit=found.oid, tree=tree, entries=store.entries(tree))


def publish(
    job: Job, shop: Workshop, head: Head, result: RepoResult, message: str
) -> RepoResult:
    """Let the branch of a result be seen, as far as the job says so.

    Raises JobStopped where that would take something from somebody.
    """
    store = shop.store
    # An automatic merge never takes the place of what a person has merged.
    ours = frozenset(c for c in job.ours if not is_by_hand(store.find(c)))
    job = replace(job, ours=ours)
    found = store.find(f"refs/fleet/{job.repo.name}/branches/{result.branch}")
    branch = Branch(
        name=result.branch,
        commit=result.commit,
        head=head.commit,
        present=found.oid if found else "",
    )
    branch.check(job.ours)
    there = branch.present == branch.commit
    result = replace(
        result, outcome="unchanged" if there else "created", head=head.commit
    )
    if job.dry:
        return result
    # It must not be lost before it is seen.
    store.set_ref(f"refs/results/{job.repo.name}/{branch.name}", branch.commit)
    if not (job.is_local or job.push):
        hint = "made, and kept back: --push publishes it"
        return replace(result, outcome="unpushed", message=hint)
    if job.is_local:
        result = _published_here(job, shop, branch, result)
    if not job.push:
        return result
    url = origin(job.repo.location) if job.is_local else job.repo.location
    if not url:
        note = "not pushed: it has no remote called origin"
        return replace(result, notes=(*result.notes, note))
    try:
        result = _pushed(job, shop, branch, url, result)
    except Problem as problem:
        made = "made here, " if job.is_local else ""
        return replace(
            result,
            outcome=outcome_of(problem),
            message=f"{branch.name}: {made}not pushed: {problem.full_message}",
        )
    if not job.request:
        return result
    title, _, body = message.partition("\n\n")
    said = request(url, branch.name, title, body)
    if said.startswith("http"):
        return replace(result, request=said)
    return replace(result, notes=(*result.notes, said))


def _published_here(
    job: Job, shop: Workshop, branch: Branch, result: RepoResult
) -> RepoResult:
    place = git_folder(job.repo.location)
    try:
        published = publish_here(shop.store, place, branch, _announce(job, shop))
    except GitError as error:
        what = f"{branch.name} could not be made: {error.message}"
        raise JobStopped("blocked", what) from error
    return replace(result, published=(published,))


def _pushed(
    job: Job, shop: Workshop, branch: Branch, url: str, result: RepoResult
) -> RepoResult:
    store, notes = shop.store, result.notes
    if job.is_local:
        there = remote(store, url)
        branch = replace(branch, present=there.get(branch.ref, ""))
        branch.check(job.ours)
        if more := store.missing(branch.head, there.values()):
            commits = "commit" if more == 1 else "commits"
            notes = (*notes, f"pushed along: {more} {commits} of HEAD")
    published = push(store, url, branch, _announce(job, shop))
    return replace(result, published=(*result.published, published), notes=notes)


def _announce(job: Job, shop: Workshop) -> Callable[[Published], None]:
    journal = Journal(os.path.join(shop.home, "journal.jsonl"), run=job.run)
    return partial(journal.publishing, job.repo.name)
