"""The newest template into a repository, and what it would change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.change import PREFIX, Change, by_hand, combine, conclude
from dr_refit.fleet.job import fetch
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import is_older
from dr_refit.fleet.workshop import Project

if TYPE_CHECKING:
    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.job import Head, Job
    from dr_refit.fleet.workshop import Render, Workshop


def update(job: Job, shop: Workshop, scratch: str) -> RepoResult:
    """Publish a branch with the target version, or say what stands in its way."""
    change = plan(job, shop, scratch)
    return change if isinstance(change, RepoResult) else conclude(job, shop, change)


def diff(job: Job, shop: Workshop, scratch: str) -> RepoResult:
    """Show what the template would change, and what the project changed against it."""
    change = plan(job, shop, scratch, even_current=True)
    if isinstance(change, RepoResult):
        return change
    name, git = job.repo.name, shop.store.git
    command = ("diff-tree", "-p", "-r", "--find-renames", "--full-index", "--no-color")
    theirs = git(*command, change.head.tree, change.merged.tree)
    # What only the project has is its own affair.
    local = git(*command, "--diff-filter=a", change.trees.base, change.trees.ours)
    text = ""
    if theirs:
        versions = f"{change.old} to {change.target.name}"
        text += f"# {name}: what the template changes, {versions}\n{_text(theirs)}"
    if local:
        title = f"# {name}: what the project changed against {change.old}\n"
        text += title + _text(local)
    result = change.result(shop.store)
    result = replace(result, diff=text, branch="")
    return result if result.conflicts else replace(result, outcome="up-to-date")


def _text(data: bytes) -> str:
    return data.decode(errors="backslashreplace")


def plan(
    job: Job, shop: Workshop, scratch: str, *, even_current: bool = False
) -> Change | RepoResult:
    """Merge the target version into a repository's head, in the store alone.

    A result where nothing is due, or a person has done it. Raises JobStopped where a
    person must do something first.
    """
    assert job.target is not None
    target = job.target
    head = fetch(job, shop.store, PREFIX)
    answers = _answers(job, shop, head)
    old = shop.mirror.find(answers.version)
    if old is None:
        what = f"{answers.path} says it is at {answers.version!r}"
        raise JobStopped("blocked", f"{what}: the template has no such version")
    if old.commit == target.commit and not even_current:
        return RepoResult(repo="", outcome="up-to-date", old=old.name, new=target.name)
    if is_older(target, old):
        what = f"it is at {old.name}, and {target.name} is older"
        raise JobStopped("blocked", f"{what}: fleet does not go back")
    if not even_current and (done := by_hand(job, shop, head)):
        return done
    project = Project(name=job.repo.name, answers=answers, defaults={})
    base = shop.render(old, project, scratch)
    project = replace(project, defaults=job.repo.answers)
    theirs = shop.render(target, project, scratch, beside=base)
    return combine(
        shop,
        head,
        base,
        theirs,
        old=old.name,
        target=target,
        answers=answers.path,
        scratch=scratch,
        notes=check_questions(job, shop, answers, theirs),
    )


def _answers(job: Job, shop: Workshop, head: Head) -> Answers:
    """Read the answers file; JobStopped where it does not lead to this template."""
    answers = answers_file.find(shop.store, head.entries, job.url)
    advice = f"run: fleet adopt {job.repo.name}"
    if answers is None:
        raise JobStopped("blocked", f"it has no {answers_file.DEFAULT}; {advice}")
    if answers.source != job.url:
        what = f"{answers.path} says that the template is {answers.source!r}"
        raise JobStopped(
            "blocked", f"{what}, not {job.url}: mend _src_path, or {advice}"
        )
    if not answers.version:
        raise JobStopped("blocked", f"{answers.path} has no _commit; {advice}")
    return answers


def check_questions(
    job: Job, shop: Workshop, answers: Answers, theirs: Render
) -> tuple[str, ...]:
    """Say which questions are new; stop where an old answer is no longer valid."""
    found = shop.store.find(theirs.entries[answers.path].oid)
    assert found is not None
    after = answers_file.read(answers.path, found.data)
    lost = answers_file.lost(answers, after, theirs.questions, job.repo.answers)
    if lost:
        hint = f"answer anew under answers of {job.repo.name} in fleet.toml"
        raise JobStopped("blocked", f"{'; '.join(lost)}: {hint}")
    return tuple(answers_file.new(answers, after, theirs.questions))
