"""A newer version of the template for a repository that is linked to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dr_refit.errors import without_secrets
from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.copier_given import NOW
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.origin import as_rendered, find_origin
from dr_refit.fleet.questions import check_names, check_questions
from dr_refit.fleet.renders import found_in
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import PREFIX, is_older
from dr_refit.fleet.template_merge import MergeInput, merge_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.origin import Origin
    from dr_refit.fleet.renders import Render
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.session import Session
    from dr_refit.fleet.template import Version
    from dr_refit.fleet.template_merge import TemplateMerge


@dataclass(frozen=True, kw_only=True, slots=True)
class Upgrade:
    """From what a repository is brought to what."""

    head: Head
    #: The answers file as it is, and as it is wanted.
    found: Answers
    answers: Answers
    origin: Origin
    target: Version
    #: What a person should know, whether it is due or not.
    notes: tuple[str, ...] = ()

    @property
    def is_due(self) -> bool:
        """Whether the repository was made from another version, or other answers."""
        return (
            self.origin.version.commit != self.target.commit
            or self.origin.answers.canonical != self.answers.canonical
        )

    def up_to_date(self, repo: str) -> RepoResult:
        """Return the result of a repository that has all there is."""
        return RepoResult(
            repo=repo,
            outcome="up-to-date",
            old=self.origin.version.name,
            new=self.target.name,
            notes=self.notes,
        )


def find_upgrade(job: Job[Any], session: Session) -> Upgrade:
    """Fetch a repository, and compare its version and answers with those wanted.

    Raises JobStopped where a person must do something first.
    """
    assert job.target is not None
    head = fetch(job, session.store, PREFIX)
    answers = linked_answers(job, session, head)
    origin = find_origin(job, session, head, answers)
    gone = {k: v for k, v in origin.answers.values.items() if k not in answers.values}
    target, notes = _not_back(job, origin.version)
    return Upgrade(
        head=head,
        found=answers,
        answers=answers_file.changed(answers, {**gone, **job.answers}),
        origin=origin,
        target=target,
        notes=(
            *notes,
            *answers_file.differences(answers, job.repo.defaults, job.answers),
            *(
                f"the answer {name}: {gone[name]!r} is kept, though {answers.path}"
                " has it no longer"
                for name in gone
                if name not in job.answers
            ),
        ),
    )


def _not_back(job: Job[Any], now: Version) -> tuple[Version, tuple[str, ...]]:
    """Return the version to bring a repository to, and what a person should know.

    Raises JobStopped where an older one was asked for.
    """
    assert job.target is not None
    if now.commit == job.target.commit or not is_older(job.target.name, now.name):
        return job.target, ()
    what = f"it is at {now.name}, and {job.target.name} is older"
    if job.asked:
        raise JobStopped("blocked", f"{what}: fleet does not go back")
    return now, (what,)


def merge_upgrade(
    job: Job[Any], session: Session, upgrade: Upgrade, scratch: str
) -> TemplateMerge:
    """Merge the target version into a repository's head, in the store alone."""
    answers = upgrade.answers
    project = as_rendered(job, session, upgrade.head, upgrade.origin)
    try:
        base = session.renders.get(upgrade.origin.version, project, scratch)
    except JobStopped as stop:
        how = job.how("adopt", "--base", "VERSION")
        raise JobStopped(stop.outcome, f"{stop.full_message}; {how}") from stop
    then, now = project.find, found_in(session.store, lambda: upgrade.head.commit)
    project = replace(
        project,
        answers=answers,
        defaults=job.repo.defaults,
        # Attributes that the project has not changed become those of the template.
        entries=dict(project.entries.items() - base.entries.items()),
        find=lambda path: (then if path == NOW else now)(path),
    )
    theirs = session.renders.get(upgrade.target, project, scratch, beside=base)
    check_names(job, theirs, {**job.repo.defaults, **job.answers})
    remarks = check_questions(job, session, answers, theirs)
    given = MergeInput(
        head=upgrade.head,
        base=base,
        theirs=theirs,
        old=upgrade.origin.version.name,
        target=upgrade.target,
        answers=answers.path,
        notes=(
            *upgrade.notes,
            *_comments(session, upgrade.found, theirs, base),
            *remarks.notes,
        ),
        warnings=remarks.warnings,
        checkout=job.checkout,
    )
    return merge_template(session.store, given, scratch)


def _comments(
    session: Session, found: Answers, theirs: Render, base: Render
) -> Iterator[str]:
    """Yield what is said of comments of a person in the answers file, which go."""
    written = {
        line
        for render in (theirs, base)
        for line in session.store.content(render.entries[render.answers].oid).split(
            b"\n"
        )
    }
    for line in found.data.split(b"\n"):
        if line.lstrip().startswith(b"#") and line not in written:
            comment = line.decode(errors="replace")
            yield f"a comment in {found.path} is not kept: {comment}"


def linked_answers(job: Job[Any], session: Session, head: Head) -> Answers:
    """Read the answers file; stop where it does not lead to this template."""
    answers = answers_file.find(session.store, head, job.repo, job.is_source)
    advice = job.how("adopt")
    if answers is None:
        raise JobStopped(
            "blocked",
            f"it has no {job.repo.answers_file or answers_file.DEFAULT}; {advice}",
        )
    if not job.is_source(answers.source):
        source = without_secrets(answers.source)
        raise JobStopped(
            "blocked",
            f"{answers.path} says that the template is {source!r}, not"
            f" {job.template.url}: name it under aliases in fleet.toml, or {advice}",
        )
    if not answers.version:
        raise JobStopped("blocked", f"{answers.path} has no _commit; {advice}")
    return answers
