"""A newer version of the template for a repository that is linked to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.renders import Project
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import PREFIX, is_older
from dr_refit.fleet.template_merge import MergeInput, merge_template

if TYPE_CHECKING:
    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.renders import Render
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.session import Session
    from dr_refit.fleet.template import Version
    from dr_refit.fleet.template_merge import TemplateMerge


@dataclass(frozen=True, kw_only=True, slots=True)
class Upgrade:
    """The versions from which and to which a repository is brought."""

    head: Head
    answers: Answers
    old: Version
    target: Version

    @property
    def is_due(self) -> bool:
        """Whether the repository is at another version than the target."""
        return self.old.commit != self.target.commit

    def up_to_date(self, repo: str) -> RepoResult:
        """Return the result of a repository where it is not due."""
        old, new = self.old.name, self.target.name
        return RepoResult(repo=repo, outcome="up-to-date", old=old, new=new)


def find_upgrade(job: Job[Any], session: Session) -> Upgrade:
    """Fetch a repository, and compare its version with the target.

    Raises JobStopped where a person must do something first.
    """
    assert job.target is not None
    head = fetch(job, session.store, PREFIX)
    answers = _answers(job, session, head)
    old = session.mirror.find(answers.version)
    if old is None:
        what = f"{answers.path} says it is at {answers.version!r}"
        raise JobStopped("blocked", f"{what}: the template has no such version")
    upgrade = Upgrade(head=head, answers=answers, old=old, target=job.target)
    if upgrade.is_due and is_older(job.target, old):
        what = f"it is at {old.name}, and {job.target.name} is older"
        raise JobStopped("blocked", f"{what}: fleet does not go back")
    return upgrade


def merge_upgrade(
    job: Job[Any], session: Session, upgrade: Upgrade, scratch: str
) -> TemplateMerge:
    """Merge the target version into a repository's head, in the store alone."""
    answers = upgrade.answers
    project = Project(name=job.repo.name, answers=answers, defaults={})
    base = session.renders.get(upgrade.old, project, scratch)
    project = replace(project, defaults=job.repo.answers)
    theirs = session.renders.get(upgrade.target, project, scratch, beside=base)
    given = MergeInput(
        head=upgrade.head,
        base=base,
        theirs=theirs,
        old=upgrade.old.name,
        target=upgrade.target,
        answers=answers.path,
        notes=check_questions(job, session, answers, theirs),
    )
    return merge_template(session.store, given, scratch)


def _answers(job: Job[Any], session: Session, head: Head) -> Answers:
    """Read the answers file; stop where it does not lead to this template."""
    answers = answers_file.find(session.store, head.entries, job.url)
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
    job: Job[Any], session: Session, answers: Answers, theirs: Render
) -> tuple[str, ...]:
    """Return notes on new questions; stop where an old answer is no longer valid."""
    found = session.store.find(theirs.entries[answers.path].oid)
    assert found is not None
    after = answers_file.read(answers.path, found.data)
    lost = answers_file.lost(answers, after, theirs.questions, job.repo.answers)
    if lost:
        hint = f"answer anew under answers of {job.repo.name} in fleet.toml"
        raise JobStopped("blocked", f"{'; '.join(lost)}: {hint}")
    return tuple(answers_file.new(answers, after, theirs.questions))
