"""How every repository stands: its template, its imports, its requirements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from dr_refit.errors import Problem, without_secrets
from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.drift import drift_of
from dr_refit.fleet.inspect import Inspector
from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.model import RepoStatus
from dr_refit.fleet.origin import as_rendered, find_origin, last_written
from dr_refit.fleet.questions import check_names
from dr_refit.fleet.repository import fetch, others
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import PREFIX, is_older
from dr_refit.migration.select import by_id
from dr_refit.migration.toml import load_shipped
from dr_refit.tree.commit import Commit

if TYPE_CHECKING:
    from dr_refit.fleet.model import Repo
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.session import Session
    from dr_refit.migration.model import Migration


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusOptions:
    """The options of `fleet status`."""

    #: All of the fleet, in the order of the fleet.toml.
    repositories: tuple[Repo, ...]
    #: From the bottom to the top.
    layers: tuple[str, ...]
    #: The fleet's own.
    migrations: tuple[Migration, ...] = field(default=(), hash=False)


def status(job: Job[StatusOptions], session: Session, scratch: str) -> RepoStatus:
    """Inspect one repository; what can be read counts even if the rest is broken."""
    head = fetch(job, session.store, PREFIX)
    look = inspector(job.options)
    around = others(job, session.store, job.options.repositories)
    seen = look(job.repo, Commit(head.entries, session.store), around)
    try:
        found = RepoStatus(repo=job.repo, **_template(job, session, head, scratch))
    except Problem as problem:
        found = stopped(job.repo, problem)
    return replace(
        found,
        edges=seen.edges,
        findings=seen.findings,
        uncapped=seen.uncapped,
        notes=(*head.notes, *found.notes),
    )


def stopped(repo: Repo, problem: Problem) -> RepoStatus:
    """Return the status of a repository whose job ended with this."""
    return RepoStatus(repo=repo, state="broken", error=problem.full_message)


@cache
def inspector(options: StatusOptions) -> Inspector:
    """Return what looks at the repositories of a fleet; made once per process."""
    migrations = by_id(load_shipped(), options.migrations)
    return Inspector(options.repositories, [*migrations.values()], options.layers)


def _template(
    job: Job[StatusOptions], session: Session, head: Head, scratch: str
) -> dict[str, Any]:
    """Return the fields of a `RepoStatus` that are about the template."""
    assert job.target is not None
    answers = answers_file.find(session.store, head, job.repo, job.is_source)
    newest = {"newest": job.target.name}
    if answers is None:
        return newest | {"state": "unlinked"}
    updated = last_written(job, session.store, head, answers.path).day
    known = newest | {"version": answers.version, "updated": updated}
    if not answers.version:
        return known | {"state": "unlinked"}
    if not job.is_source(answers.source):
        source = without_secrets(answers.source) or "unknown"
        error = f"{answers.path} says that its template is {source}"
        return known | {"state": "broken", "error": error}
    try:
        origin = find_origin(job, session, head, answers)
        version = origin.version
        project = as_rendered(job, session, head, origin)
        base = session.renders.get(version, project, scratch)
        is_another = version.commit != job.target.commit
        if not is_another:
            check_names(job, base, job.answers)
    except JobStopped as stop:
        return known | {"state": "broken", "error": stop.full_message}
    drift = drift_of(job, session.store, base, head)
    state = "drifted" if any(each.owned for each in drift) else "current"
    if is_another and not is_older(job.target.name, version.name):
        state = "behind"
    wanted = {**answers.values, **job.answers}
    then = origin.answers.values
    late = [
        name
        for name in wanted
        if name[:1] != "_" and str(wanted[name]) != str(then.get(name))
    ]
    notes = [f"answers that fleet update applies: {', '.join(late)}"] if late else []
    return known | {"state": state, "drift": drift, "notes": tuple(notes)}


STATUS = Operation(name="status", run=status, stopped=stopped)
