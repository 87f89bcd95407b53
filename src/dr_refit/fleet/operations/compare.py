"""What of a repository differs since a commit, a tag or a branch of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.template import PREFIX
from dr_refit.git.fetch import fetch_into
from dr_refit.git.publish import checked_address
from dr_refit.git.run import GitError

if TYPE_CHECKING:
    from dr_refit.errors import Problem
    from dr_refit.fleet.model import Repo
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.session import Session
    from dr_refit.git.objects import Commit
    from dr_refit.git.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareOptions:
    """Since when: a tag, a branch, a commit, or `HEAD~3`."""

    since: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """What of one repository differs."""

    repo: Repo
    #: None: it has no such commit, or could not be read; `error` has why.
    paths: frozenset[str] | None = None
    error: str = ""


def compare(job: Job[CompareOptions], session: Session, _scratch: str) -> Compared:
    """Compare where a repository stands with where it stood."""
    head = fetch(job, session.store, PREFIX)
    before = _commit(job, session.store, head)
    if before is None:
        return Compared(repo=job.repo)
    store = session.store
    paths = store.changed_paths(before.tree, head.tree)
    same = {
        path
        for path in paths
        if path.rpartition("/")[2] == "pyproject.toml"
        if _project(store, before.tree, path) == _project(store, head.tree, path)
    }
    return Compared(repo=job.repo, paths=frozenset(paths - same))


def _commit(job: Job[CompareOptions], store: Store, head: Head) -> Commit | None:
    """Return what `since` means in a repository, and in no other one of the store."""
    since = job.options.since
    if found := re.fullmatch(r"HEAD([~^0-9]*)", since):
        return store.find_commit(f"{head.commit}{found[1]}^{{commit}}")
    ref = f"refs/fleet/{job.repo.name}/since"
    for kind in ("tags", "heads"):
        try:
            address = checked_address(job.repo.location)
            fetch_into(store, address, [f"+refs/{kind}/{since}:{ref}"])
        except GitError as error:
            if f"remote ref refs/{kind}/{since}" not in error.message:
                raise
        else:
            return store.find_commit(f"{ref}^{{commit}}")
    if re.fullmatch(r"[0-9a-f]{4,64}", since) and (here := store.find_commit(since)):
        command = ("merge-base", "--all", here.oid, head.commit)
        return (
            here if here.oid in store.git.text(*command, good=(0, 1)).split() else None
        )
    return None


def _project(store: Store, tree: str, path: str) -> Any:
    """Return what a manifest says of what is installed, but for its version."""
    found = store.find(f"{tree}:{path}")
    try:
        text = tomllib.loads(found.data.decode()) if found else {}
    except ValueError:
        return found
    parts = [text.get("project"), text.get("build-system")]
    if isinstance(tools := text.get("tool"), dict):
        parts.append(tools.get("poetry"))
    for part in parts:
        if isinstance(part, dict):
            part.pop("version", None)
    return parts


def stopped(repo: Repo, problem: Problem) -> Compared:
    """Return why a repository could not be compared."""
    return Compared(repo=repo, error=problem.full_message)


COMPARE = Operation(name="compare", run=compare, stopped=stopped, needs_template=False)
