"""What becomes of a branch that was made: kept back, published, or pushed."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dr_refit.errors import Problem, without_secrets
from dr_refit.fleet import stored
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.ours import check, is_by_hand, replaceable
from dr_refit.fleet.stopped import JobStopped, outcome_of
from dr_refit.fleet.superseded import remark, removed, superseded
from dr_refit.git.forge import open_pull_request
from dr_refit.git.objects import Signature
from dr_refit.git.publish import (
    Branch,
    check_not_in_use,
    origin,
    publish_here,
    push,
    push_ref,
    remote_branches,
    set_ref,
)
from dr_refit.git.run import IDENTITY, Git, GitError, git_folder
from dr_refit.plural import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.fleet.job import Job
    from dr_refit.fleet.model import Outcome
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.session import Session
    from dr_refit.fleet.template_merge import TemplateMerge
    from dr_refit.git.publish import Published
    from dr_refit.git.store import Store


def publish(
    job: Job[Any], session: Session, head: Head, result: RepoResult, message: str
) -> RepoResult:
    """Publish the branch of a result, as far as the job says so.

    Raises Problem where that would take something from somebody.
    """
    store, run = session.store, job.run
    found = store.find(f"refs/fleet/{job.repo.name}/branches/{result.branch}")
    if found and job.style.sign:
        # A signature is another one every time.
        result = replace(result, commit=_as_it_is(store, found.oid, result.commit))
    branch = Branch(
        name=result.branch,
        commit=result.commit,
        head=head.commit,
        present=found.oid if found else "",
    )
    check(job, session.store, branch)
    result = replace(
        result,
        outcome="unchanged" if branch.present == branch.commit else "created",
        head=head.commit,
        notes=(*result.notes, *head.notes),
    )
    if run.dry:
        gone = _superseded(job, session, branch, _there(job, store))
        return replace(result, notes=(*result.notes, *map(remark, gone)))
    # Keep the commit reachable until the branch exists.
    kept = f"refs/results/{job.repo.name}/{branch.name}"
    known = store.find(kept)
    store.set_ref(kept, branch.commit)
    if not (job.is_local or run.push):
        is_new = known is None or known.oid != branch.commit
        hint = "made, and kept back: --push publishes it"
        return replace(result, outcome="unpushed", message=hint, is_new=is_new)
    if job.is_local:
        result = _published_here(job, session, branch, result)
    return _pushed(job, session, branch, result, message) if run.push else result


def publish_merge(job: Job[Any], session: Session, change: TemplateMerge) -> RepoResult:
    """Publish a merge without conflicts; of one with conflicts, say what to do."""
    result = change.result(job.repo.name, session.store)
    if change.merged.conflicts:
        return replace(result, message=job.how("resolve"))
    if change.has_attributes:
        check_filters(session, job.repo.name, change.head.tree, change.merged.tree)
    message = change.message(job.template.url)
    made = commit(
        job, session, change.merged.tree, change.head, message, time=change.target.time
    )
    result = replace(result, commit=made)
    return publish(job, session, change.head, result, message)


def commit(
    job: Job[Any],
    session: Session,
    tree: str,
    head: Head,
    message: str,
    *,
    time: int = 0,
) -> str:
    """Make a commit on a head, as fleet.toml wants it; dated as the head by itself."""
    style, author = job.style, job.style.author
    if not author and (style.sign or style.sign_off):
        # name <address> seconds zone
        ident = session.store.networked.text("var", "GIT_AUTHOR_IDENT")
        author = f"{ident.rpartition('> ')[0]}>"
    name, _, email = (author or "{} <{}>".format(*IDENTITY)).rpartition(" <")
    title, _, body = message.partition("\n")
    message = style.message.replace("{title}", title) + f"\n{body}"
    if style.sign_off:
        message = f"{message.rstrip()}\n\nSigned-off-by: {author}\n"
    signature = Signature(name, email.removesuffix(">"), style.sign)
    try:
        return session.store.commit_of(
            signature, tree, head.commit, message, time or head.time
        )
    except GitError as error:
        if not style.sign or error.hint:
            raise
        hint = "sign = true in fleet.toml needs your key: git config user.signingkey"
        raise JobStopped("failed", error.message, hint) from error


def _as_it_is(store: Store, there: str, made: str) -> str:
    """Return the commit that is there, where only who made it differs; else ours."""
    old, new = store.find_commit(there), store.find_commit(made)
    if old is None or new is None:
        return made
    same = replace(old, oid=made, time=new.time) == new
    return there if same else made


def check_filters(session: Session, repo: str, head: str, tree: str) -> None:
    """Stop where a change goes through a filter of git's, which nobody runs here."""
    changed = session.store.changed_paths(head, tree)
    index = os.path.join(session.state.tmp, repo, "index")
    found = stored.filters(session.store, tree, changed, index)
    gone = changed - session.store.entries(tree).keys()
    if left := sorted(found.keys() - gone):
        names = ", ".join(dict.fromkeys(found[path] for path in left))
        what = f"git stores {', '.join(left)} through a filter ({names})"
        how = "fleet runs none: commit these files yourself first, and keep them here"
        raise JobStopped("blocked", f"{what}; {how}")


def published_by_hand(job: Job[Any], session: Session, head: Head) -> RepoResult | None:
    """Publish the branch of the target where a person has merged it, for this head.

    None where nobody has. Raises JobStopped where it was merged for another head.
    """
    assert job.target is not None
    store, repo, name = session.store, job.repo.name, job.target.branch
    found, where = store.find_commit(f"refs/fleet/{repo}/branches/{name}"), ""
    if found is None and not job.is_local:
        # It may wait to be pushed.
        ref = f"refs/results/{repo}/{name}"
        found, where = store.find_commit(ref), f": it waits as {ref} in {store.folder}"
    if found is None or not is_by_hand(found):
        return None
    published = found.oid in job.published_by_us
    changed_since = not (published or where)
    deleted = published and where and head.commit not in found.parents
    if changed_since or deleted or store.is_within(found.oid, head.commit):
        return None
    if head.commit not in found.parents:
        what = f"{name} was merged by hand for another head{where}"
        raise JobStopped("blocked", f"{what}; merge it or delete it first")
    result = RepoResult(
        repo=repo,
        outcome="unchanged",
        new=job.target.name,
        branch=name,
        commit=found.oid,
        files=len(store.changed_paths(head.commit, found.oid)),
    )
    return publish(job, session, head, result, found.message)


def _published_here(
    job: Job[Any], session: Session, branch: Branch, result: RepoResult
) -> RepoResult:
    folder = git_folder(job.repo.location)
    published = branch.published(folder)
    try:
        with session.publishing(job.run_id, job.repo.name, published, folder):
            publish_here(session.store, folder, branch)
    except GitError as error:
        what = f"{branch.name} could not be made: {error.message}"
        outcome: Outcome = "failed" if error.is_full else "blocked"
        raise JobStopped(outcome, what, error.hint) from error
    git = Git(folder=folder)

    def remove(gone: Published) -> None:
        check_not_in_use(git, gone.ref)
        with session.publishing(job.run_id, job.repo.name, gone, folder):
            set_ref(git, gone.ref, "", gone.old)

    refs = _superseded(job, session, branch, _there(job, session.store))
    return removed(replace(result, published=(published,)), folder, refs, remove)


def _pushed(
    job: Job[Any], session: Session, branch: Branch, result: RepoResult, message: str
) -> RepoResult:
    """Push a branch, and open its pull request if that is asked for."""
    url = origin(job.repo.location) if job.is_local else job.repo.location
    if not url:
        what = f"{branch.name}: made here, not pushed: it has no remote called origin"
        how = f"git -C {shlex.quote(job.repo.location)} remote add origin URL"
        return replace(result, outcome="blocked", message=f"{what}; run: {how}")
    notes: list[str] = []
    there = _there(job, session.store)
    try:
        if job.is_local:
            there = remote_branches(session.store, url)
            branch, notes = _compared(job, session, branch, there)
        published = branch.published(without_secrets(url))
        with session.publishing(job.run_id, job.repo.name, published, url):
            push(session.store, url, branch)
    except Problem as problem:
        made = "made here, " if job.is_local else ""
        why = f"{branch.name}: {made}not pushed: {problem.full_message}"
        return replace(result, outcome=outcome_of(problem), message=why)
    all_published = (*result.published, published)
    result = replace(result, published=all_published, notes=(*result.notes, *notes))

    def remove(gone: Published) -> None:
        with session.publishing(job.run_id, job.repo.name, gone, url):
            push_ref(session.store, url, gone.ref, "", gone.old)

    refs = _superseded(job, session, branch, there)
    result = removed(result, url, refs, remove)
    if not job.run.pull_request:
        return result
    title, _, body = message.partition("\n\n")
    try:
        address = open_pull_request(
            *(url, branch.name, title, body),
            base=job.repo.base,
            seconds=job.run.seconds,
        )
    except Problem as problem:
        why = f"{branch.name}: pushed, but {problem.full_message}"
        return replace(result, outcome="blocked", message=why)
    return replace(result, pull_request=address)


def _compared(
    job: Job[Any], session: Session, branch: Branch, there: Mapping[str, str]
) -> tuple[Branch, list[str]]:
    """Return a branch of this machine as it is at its origin, and what goes along."""
    branch = replace(branch, present=there.get(branch.ref, ""))
    check(job, session.store, branch)
    more = session.store.missing(branch.head, there.values())
    along = f"pushed along: {counted(more, 'commit')} of HEAD"
    return branch, [along] if more else []


def _there(job: Job[Any], store: Store) -> dict[str, str]:
    """Map the branches that were fetched, by full name, where some may be ours."""
    if not job.published_by_us:
        return {}
    below = f"refs/fleet/{job.repo.name}/branches/"
    return {f"refs/heads/{name}": oid for name, oid in store.refs(below).items()}


def _superseded(
    job: Job[Any], session: Session, branch: Branch, there: Mapping[str, str]
) -> dict[str, str]:
    return superseded(branch.ref, there, replaceable(job, session.store, branch))
