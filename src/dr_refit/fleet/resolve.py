"""A conflict, merged by a person in a private work tree, then published."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.change import PREFIX, differing
from dr_refit.fleet.checkout import Checkout
from dr_refit.fleet.job import Head, fetch, publish
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.publish import BY_HAND
from dr_refit.fleet.state import home_of
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.update import plan
from dr_refit.process import on_terminal

if TYPE_CHECKING:
    from dr_refit.fleet.change import Change
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.workshop import Workshop


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """A merge in progress: everything its commit needs but the tree."""

    repo: str
    head: str
    #: A commit whose change is brought here, on the base it was made from.
    theirs: str
    message: str
    when: int
    old: str
    new: str
    branch: str
    #: The paths that were in conflict.
    paths: tuple[str, ...]


class Desk:
    """Where the merges of a fleet lie until they are done, one a repository."""

    def __init__(self, shop: Workshop, repo: str) -> None:
        folder = os.path.join(shop.home, "resolve")
        self.shop = shop
        self.checkout = Checkout(shop.store, os.path.join(folder, repo))
        self._about = os.path.join(folder, f"{repo}.json")

    def open(self) -> Resolution | None:
        """Give what is in progress; None where nothing is."""
        if not self.checkout.exists():
            return None
        try:
            with open(self._about, encoding="utf-8") as file:
                about: dict[str, Any] = json.load(file)
        except (OSError, ValueError):
            # Killed while it was made.
            return None
        self.checkout.relink()
        return Resolution(**about | {"paths": tuple(about["paths"])})

    def begin(self, job: Job, change: Change) -> Resolution:
        """Lay out the merge, with what is known of it resolved already.

        JobStopped where one is laid out: there is work in it.
        """
        if self.open():
            what = f"a merge is open in {self.checkout.folder}"
            how = f"{job.how('resolve')}, or give it up with --abort"
            raise JobStopped("blocked", f"{what}; {how}")
        self.drop()
        resolution = Resolution(
            repo=job.repo.name,
            head=change.head.commit,
            theirs=change.merged.theirs,
            message=change.message(job.url),
            when=change.target.when,
            old=change.old,
            new=change.target.name,
            branch=change.branch,
            paths=tuple(conflict.path for conflict in change.merged.conflicts),
        )
        os.makedirs(os.path.dirname(self._about), exist_ok=True)
        self.checkout.create(resolution.head)
        self.checkout.pick(resolution.theirs, change.merged.stay_deleted)
        # Last: without it, what was laid out counts for nothing.
        temporary = f"{self._about}.tmp"
        with open(temporary, "w", encoding="utf-8") as file:
            fields = {name: getattr(resolution, name) for name in resolution.__slots__}
            json.dump(fields, file)
        os.replace(temporary, self._about)
        return resolution

    def drop(self) -> None:
        """Clear it away, whatever state it is in."""
        if os.path.exists(self._about):
            os.unlink(self._about)
        if os.path.lexists(self.checkout.folder):
            if self.checkout.exists():
                self.checkout.remove()
            else:
                shutil.rmtree(self.checkout.folder)


def merge_tool(fleet: str, repo: str) -> None:
    """Let the user's own merge tool at it, with the user's own settings."""
    folder = os.path.join(home_of(fleet), "resolve", repo)
    if os.path.isdir(folder):
        on_terminal(["git", "mergetool"], folder=folder, environment=os.environ)


def resolve(job: Job, shop: Workshop, scratch: str) -> RepoResult:
    """Lay out the conflicts of an update, or publish them once they are merged."""
    desk = Desk(shop, job.repo.name)
    if "abort" in job.options:
        desk.drop()
        return RepoResult(repo="", outcome="up-to-date", message="given up")
    resolution = desk.open()
    if resolution is None:
        change = plan(job, shop, scratch)
        if isinstance(change, RepoResult):
            return change
        if not change.merged.conflicts:
            how = f"run: fleet update --repos {job.repo.name}"
            return RepoResult(
                repo="", outcome="up-to-date", message=f"no conflict; {how}"
            )
        resolution = desk.begin(job, change)
    assert job.target is not None
    what = f"the merge that is open is to {resolution.new}, not to {job.target.name}"
    other = resolution.new != job.target.name
    if other and job.asked:
        raise JobStopped(
            "blocked", f"{what}: finish it without --to, or --abort it first"
        )
    return _finish(job, desk, resolution, notes=(what,) if other else ())


def _finish(
    job: Job, desk: Desk, resolution: Resolution, notes: tuple[str, ...]
) -> RepoResult:
    """Publish a merge of which nothing is left; else list what is."""
    checkout, shop = desk.checkout, desk.shop
    conflicts = checkout.conflicts()
    result = RepoResult(
        repo=job.repo.name,
        outcome="conflict",
        old=resolution.old,
        new=resolution.new,
        branch=resolution.branch,
        head=resolution.head,
        conflicts=conflicts,
        notes=notes,
    )
    marked = [
        path
        for path in resolution.paths
        if checkout.still_marked(path, resolution.theirs)
    ]
    if conflicts or marked:
        left = ", ".join(marked) or "the files below"
        what = f"in {checkout.folder}: merge {left}, `git add` them, run this again"
        return replace(result, message=what)
    if new := checkout.new_files():
        what = f"in {checkout.folder}: {', '.join(new)} would be lost"
        raise JobStopped("blocked", f"{what}: `git add` or remove them, run this again")
    tree = checkout.finished_tree()
    store = shop.store
    message = f"{resolution.message}{BY_HAND}{', '.join(resolution.paths)}\n"
    commit = store.commit(tree, [resolution.head], message, resolution.when)
    # Anew, for the branch may be there by now.
    head = fetch(job, store, PREFIX)
    if head.commit != resolution.head:
        notes += ("made for an earlier head: the repository has moved on",)
        head = Head(commit=resolution.head, tree=head.tree, entries=head.entries)
    files = differing(store, resolution.head, commit)
    result = replace(result, commit=commit, notes=notes, conflicts=(), files=files)
    result = publish(job, shop, head, result, message)
    if not job.dry:
        desk.drop()
    return result
