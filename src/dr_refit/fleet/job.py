"""One repository and what to do with it: a value that can travel to any process."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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
from dr_refit.fleet.stop import Stop
from dr_refit.git import GitError, git_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.fleet.store import Entry, Store
    from dr_refit.fleet.template import Version
    from dr_refit.fleet.workshop import Workshop
    from dr_refit.fleet_model import Published, Repo, RepoResult


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
    store.fetch(
        location,
        [f"+HEAD:{refs}/head", f"+refs/heads/{prefix}/*:{refs}/branches/{prefix}/*"],
    )
    found = store.find(f"{refs}/head")
    if found is None or found.kind != "commit":
        raise Stop("failed", "it has no commit yet")
    tree = found.data.partition(b"\n")[0].removeprefix(b"tree ").decode()
    return Head(commit=found.oid, tree=tree, entries=store.entries(tree))


def publish(
    job: Job, shop: Workshop, head: Head, result: RepoResult, message: str
) -> RepoResult:
    """Let the branch of a result be seen, as far as the job says so.

    Raises Stop where that would take something from somebody.
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
    result = replace(result, outcome="there" if there else "made", head=head.commit)
    if job.dry:
        return result
    # It must not be lost before it is seen.
    store.set_ref(f"refs/results/{job.repo.name}/{branch.name}", branch.commit)
    if not (job.is_local or job.push):
        hint = "made, and kept back: --push publishes it"
        return replace(result, outcome="waiting", message=hint)
    try:
        published, url = _shown(job, shop, branch)
    except GitError as error:
        what = f"{branch.name} could not be made: {error.words}"
        raise Stop("refused", what) from error
    result = replace(result, published=published)
    if job.push and not url:
        note = "not pushed: it has no remote called origin"
        return replace(result, notes=(*result.notes, note))
    if not job.request:
        return result
    title, _, body = message.partition("\n\n")
    said = request(url, branch.name, title, body)
    if said.startswith("http"):
        return replace(result, request=said)
    return replace(result, notes=(*result.notes, said))


def _shown(
    job: Job, shop: Workshop, branch: Branch
) -> tuple[tuple[Published, ...], str]:
    """Publish here, push, or both; give what was done, and where it was pushed to."""
    journal = Journal(os.path.join(shop.home, "journal.jsonl"), run=job.run)

    def announce(published: Published) -> None:
        journal.publishing(job.repo.name, published)

    store, location = shop.store, job.repo.location
    if not job.is_local:
        return (push(store, location, branch, announce),), location
    place = git_folder(location)
    here = publish_here(store, place, branch, announce)
    url = origin(place) if job.push else ""
    if not url:
        return (here,), ""
    beyond = replace(branch, present=remote(store, url, branch.ref))
    beyond.check(job.ours)
    return (here, push(store, url, beyond, announce)), url
