"""One repository and what to do with it: a value that can travel to any process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dr_refit.fleet.publish import (
    Branch,
    checked_address,
    origin,
    publish_here,
    push,
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


def present(job: Job, store: Store, name: str) -> str:
    """Give the commit that a branch has, as last fetched; empty: there is none."""
    found = store.find(f"refs/fleet/{job.repo.name}/branches/{name}")
    return found.oid if found else ""


def publish(
    job: Job, shop: Workshop, head: Head, result: RepoResult, message: str
) -> RepoResult:
    """Let the branch of a result be seen, as far as the job says so."""
    store = shop.store
    branch = Branch(
        name=result.branch,
        commit=result.commit,
        head=head.commit,
        present=present(job, store, result.branch),
    )
    branch.check(job.ours)
    there = branch.present == branch.commit
    result = replace(result, outcome="there" if there else "made", head=head.commit)
    if job.dry:
        return result
    # What must not be lost before it is seen.
    store.set_ref(f"refs/results/{job.repo.name}/{branch.name}", branch.commit)
    journal = Journal(f"{shop.home}/journal.jsonl")
    journal.run = job.run

    def announce(published: Published) -> None:
        journal.publishing(job.repo.name, published)

    done: list[Published] = []
    url = job.repo.location
    try:
        if job.is_local:
            place = git_folder(job.repo.location)
            done.append(publish_here(store, place, branch, announce))
            url = origin(place) if job.push else ""
            if job.push and not url:
                note = "not pushed: it has no remote `origin`"
                result = replace(result, notes=(*result.notes, note))
        if job.push and url:
            done.append(push(store, url, branch, announce))
        elif not job.is_local:
            hint = "made, and kept back: --push publishes it"
            return replace(result, outcome="waiting", message=hint)
    except GitError as error:
        raise Stop(
            "refused", f"{branch.name} could not be made: {error.words}"
        ) from error
    address = ""
    if job.request and url:
        title, _, body = message.partition("\n\n")
        said = request(url, branch.name, title, body)
        address = said if said.startswith("http") else ""
        if said and not address:
            result = replace(result, notes=(*result.notes, said))
    return replace(result, published=tuple(done), request=address)
