"""A conflict, merged by a person in a private work tree, then published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.merge_session import MergeSession
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.ours import BY_HAND
from dr_refit.fleet.publication import (
    check_filters,
    commit,
    publish,
    published_by_hand,
)
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.stopped import JobStopped, stopped
from dr_refit.fleet.template import PREFIX
from dr_refit.fleet.upgrade import find_upgrade, merge_upgrade

if TYPE_CHECKING:
    from dr_refit.fleet.merge_session import OpenMerge
    from dr_refit.fleet.session import Session
    from dr_refit.git.objects import Object


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolveOptions:
    """The options of `fleet resolve`."""

    #: Give the merge up.
    abort: bool = False


def resolve(job: Job[ResolveOptions], session: Session, scratch: str) -> RepoResult:
    """Check out the conflicts of an update, or publish them once they are merged."""
    assert job.target is not None
    merges = MergeSession(session, job.repo.name)
    if job.options.abort:
        message = "merge aborted" if merges.drop() else "there is no merge to abort"
        return RepoResult(repo=job.repo.name, outcome="up-to-date", message=message)
    merge = merges.open() or _begun(job, session, merges, scratch)
    if isinstance(merge, RepoResult):
        return merge
    what = f"the merge that is open is to {merge.new}, not to {job.target.name}"
    other = merge.new != job.target.name
    if other and job.asked:
        how = "finish it without --to, or --abort it first"
        raise JobStopped("blocked", f"{what}: {how}")
    return _finish(job, session, merges, merge, notes=(what,) if other else ())


def _begun(
    job: Job[ResolveOptions], session: Session, merges: MergeSession, scratch: str
) -> OpenMerge | RepoResult:
    """Check out the conflicts of an update; return a result if there are none."""
    name = job.repo.name
    upgrade = find_upgrade(job, session)
    if not upgrade.is_due:
        return upgrade.up_to_date(name)
    if done := published_by_hand(job, session, upgrade.head):
        return done
    change = merge_upgrade(job, session, upgrade, scratch)
    if not change.merged.conflicts:
        message = f"no conflict; run: fleet update --repos {name}"
        return RepoResult(repo=name, outcome="up-to-date", message=message)
    return merges.begin(job, change)


def _finish(
    job: Job[ResolveOptions],
    session: Session,
    merges: MergeSession,
    merge: OpenMerge,
    notes: tuple[str, ...],
) -> RepoResult:
    """Publish a merge with nothing left to resolve; else list what is left."""
    checkout = merges.checkout
    conflicts = checkout.conflicts()
    result = RepoResult(
        repo=job.repo.name,
        outcome="conflict",
        old=merge.old,
        new=merge.new,
        branch=merge.branch,
        head=merge.head,
        conflicts=conflicts,
        notes=notes,
    )
    marked = [path for path in merge.paths if checkout.still_marked(path, merge.theirs)]
    if conflicts or marked:
        left = ", ".join(marked) or "the files below"
        what = f"in {checkout.folder}: merge {left}, `git add` them, run this again"
        return replace(result, message=what)
    if new := checkout.new_files():
        what = f"in {checkout.folder}: {', '.join(new)} would be lost"
        how = "`git add` or remove them, run this again"
        raise JobStopped("blocked", f"{what}: {how}")
    result = _published(job, session, merges, merge, replace(result, conflicts=()))
    if not job.run.dry:
        merges.drop()
    return result


def _published(
    job: Job[ResolveOptions],
    session: Session,
    merges: MergeSession,
    merge: OpenMerge,
    result: RepoResult,
) -> RepoResult:
    store = session.store
    message = f"{merge.message}{BY_HAND}{', '.join(merge.paths)}\n"
    tree = merges.checkout.finished_tree()
    written = store.find(f"{merge.theirs}:{merge.answers}")
    there = store.find(f"{tree}:{merge.answers}")
    if _version(there) != _version(written):
        what = f"in {merges.checkout.folder}: {merge.answers} is not at {merge.new}"
        how = f"git checkout {merge.theirs} -- {merge.answers}, and run this again"
        raise JobStopped("blocked", f"{what}: {how}; or give up with --abort")
    check_filters(session, job.repo.name, merge.head, tree)
    # Anew, for the branch may be there by now.
    head, notes = fetch(job, store, PREFIX), result.notes
    if head.commit != merge.head:
        notes += ("made for an earlier head: the repository has moved on",)
        head = replace(head, commit=merge.head)
    made = commit(job, session, tree, head, message, time=merge.time)
    files = len(store.changed_paths(merge.head, made))
    result = replace(result, commit=made, notes=notes, files=files)
    return publish(job, session, head, result, message)


def _version(found: Object | None) -> str:
    """Return the version in an answers file; empty: there is none."""
    return answers_file.read("", found.data).version if found else ""


RESOLVE = Operation(name="resolve", run=resolve, stopped=stopped)
