"""A template version merged into a repository's head, and what becomes of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dr_refit.fleet.checkout import Checkout, has_resolutions
from dr_refit.fleet.job import publish
from dr_refit.fleet.merge import Trees, merge, needs_checkout, prepared
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.publish import is_by_hand
from dr_refit.fleet.stopped import JobStopped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.fleet.job import Head, Job
    from dr_refit.fleet.merge import Merged
    from dr_refit.fleet.store import Entry, Store
    from dr_refit.fleet.template import Version
    from dr_refit.fleet.workshop import Render, Workshop

#: Branches are called `template/<version>`.
PREFIX = "template"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What bringing a version to a repository comes to."""

    head: Head
    #: The version it has; empty where it was not made from any.
    old: str
    target: Version
    trees: Trees
    merged: Merged
    #: What a person should know.
    notes: tuple[str, ...] = ()

    @property
    def branch(self) -> str:
        """The branch it is published on."""
        return f"{PREFIX}/{self.target.name}"

    def message(self, url: str) -> str:
        """Say what the commit does."""
        if self.old not in {"", self.target.name}:
            first = f"Update the template from {self.old} to {self.target.name}"
        else:
            first = f"Adopt the template at {self.target.name}"
        lines = [first, "", f"Template: {url}", *(f"- {note}" for note in self.notes)]
        return "\n".join(lines) + "\n"

    def result(self, store: Store) -> RepoResult:
        """Say what it comes to."""
        return RepoResult(
            repo="",
            outcome="conflict" if self.merged.conflicts else "created",
            old=self.old,
            new=self.target.name,
            branch=self.branch,
            head=self.head.commit,
            files=differing(store, self.head.tree, self.merged.tree),
            conflicts=self.merged.conflicts,
            notes=self.notes,
        )


def combine(
    shop: Workshop,
    head: Head,
    base: Render | None,
    theirs: Render,
    *,
    old: str,
    target: Version,
    answers: str,
    scratch: str,
    notes: tuple[str, ...] = (),
) -> Change:
    """Merge a render into a head; `base` is what it was made from, None: nothing."""
    store = shop.store
    before, after = prepared(
        base.entries if base else {},
        theirs.entries,
        head.entries,
        skipped=theirs.skipped,
        excluded=theirs.excluded,
        answers=answers,
    )
    trees = Trees(
        base=_tree(store, before, base, scratch),
        ours=head.tree,
        theirs=_tree(store, after, theirs, scratch),
        name=f"template {target.name}",
    )
    merged = merge(store, trees, scratch)
    attributes = needs_checkout(store, head.entries)
    if attributes or (merged.conflicts and has_resolutions(store)):
        resolved, remembered = _in_checkout(store, head, merged, scratch)
        if attributes or not resolved.conflicts:
            merged = resolved
            if remembered:
                paths = ", ".join(remembered)
                notes = (*notes, f"merged as it was once by hand, look at it: {paths}")
    notes += tuple(f"stays deleted: {path}" for path in merged.stay_deleted)
    return Change(
        head=head, old=old, target=target, trees=trees, merged=merged, notes=notes
    )


def _tree(
    store: Store, entries: Mapping[str, Entry], render: Render | None, scratch: str
) -> str:
    """Give the tree with these entries, which most often is that of a render."""
    if render and entries == render.entries:
        return render.tree
    return store.tree(entries, os.path.join(scratch, "index"))


def _in_checkout(
    store: Store, head: Head, merged: Merged, scratch: str
) -> tuple[Merged, list[str]]:
    """Merge once more as `git cherry-pick` does, with attributes and resolutions.

    Gives what was merged as it is remembered, too.
    """
    checkout = Checkout(
        store, os.path.join(scratch, f"{os.path.basename(scratch)}-tree")
    )
    checkout.create(head.commit)
    try:
        remembered = checkout.pick(merged.theirs, merged.stay_deleted)
        conflicts = checkout.conflicts()
        tree = merged.tree if conflicts else checkout.tree()
        return replace(merged, tree=tree, conflicts=conflicts), remembered
    finally:
        checkout.remove()


def by_hand(job: Job, shop: Workshop, head: Head) -> RepoResult | None:
    """Publish what a person has merged already, for this head; None: nothing.

    Raises JobStopped where it was merged for another head.
    """
    assert job.target is not None
    store, name, branch = shop.store, job.repo.name, f"{PREFIX}/{job.target.name}"
    found, where = store.find(f"refs/fleet/{name}/branches/{branch}"), ""
    if found is None and not job.is_local:
        # It may wait to be pushed.
        ref = f"refs/results/{name}/{branch}"
        found, where = store.find(ref), f": it waits as {ref} in {store.folder}"
    if found is None or not is_by_hand(found):
        return None
    published = found.oid in job.ours
    if not (published or where):
        # A person has changed it since.
        return None
    if f"\nparent {head.commit}\n".encode() not in found.data:
        if published and where:
            # It was seen, and deleted.
            return None
        what = f"{branch} was merged by hand for another head{where}"
        raise JobStopped("blocked", f"{what}; merge it or delete it first")
    message = found.data.partition(b"\n\n")[2].decode(errors="replace")
    result = RepoResult(
        repo="",
        outcome="unchanged",
        new=job.target.name,
        branch=branch,
        commit=found.oid,
        files=differing(store, head.commit, found.oid),
    )
    return publish(job, shop, head, result, message)


def conclude(job: Job, shop: Workshop, change: Change) -> RepoResult:
    """Publish a change that has no conflicts; of others say what to do."""
    result = change.result(shop.store)
    if change.merged.conflicts:
        return replace(result, message=job.how("resolve"))
    message = change.message(job.url)
    commit = shop.store.commit(
        change.merged.tree, [change.head.commit], message, change.target.when
    )
    result = replace(result, commit=commit)
    return publish(job, shop, change.head, result, message)


def differing(store: Store, old: str, new: str) -> int:
    """Count the paths at which two trees differ."""
    return store.git("diff-tree", "-r", "-z", "--name-only", old, new).count(b"\0")
