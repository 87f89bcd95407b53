"""Link a repository to the template that it is not, or no longer, linked to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dr_refit.errors import without_secrets
from dr_refit.fleet import answers as answers_file
from dr_refit.fleet import stored
from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.merge_session import MergeSession
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.publication import publish_merge, published_by_hand
from dr_refit.fleet.questions import check_names, check_questions
from dr_refit.fleet.renders import Project, found_in
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.stopped import JobStopped, has_made, stopped
from dr_refit.fleet.template import PREFIX, is_older
from dr_refit.fleet.template_merge import MergeInput, merge_template
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.renders import Render
    from dr_refit.fleet.repository import Head
    from dr_refit.fleet.session import Session
    from dr_refit.fleet.template import Version

#: What is no version: the project was not made from the template.
NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptOptions:
    """The options of `fleet adopt`."""

    #: The version it was made from, or NONE; empty: it is found out.
    base: str = ""


class Recorded(NamedTuple):
    """A project, and the version that it says it has, perhaps of another template."""

    project: Project
    version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A version that the project may have been made from."""

    version: Version
    render: Render
    #: Lines that differ on the paths of the template, and lines that it has.
    distance: int
    size: int


def adopt(job: Job[AdoptOptions], session: Session, scratch: str) -> RepoResult:
    """Merge the target version in, on the base of the version it was made from.

    Where that is none, what differs is a conflict: nothing is overwritten.
    """
    assert job.target is not None
    name, target, renders = job.repo.name, job.target, session.renders
    head = fetch(job, session.store, PREFIX)
    found = answers_file.find(session.store, head, job.repo, job.is_source)
    recorded = found.version if found else ""
    is_linked = found is not None and job.is_source(found.source)
    if is_linked and session.mirror.find(recorded) and not job.options.base:
        message = f"it is linked; run: fleet update --repos {name}"
        return RepoResult(repo=name, outcome="up-to-date", message=message)
    if done := published_by_hand(job, session, head):
        return done
    answers = _answers(job, found)
    # The one question that every project can answer by itself.
    defaults = {"project_name": name, **job.repo.defaults}
    project = Project(
        name=name,
        answers=answers,
        defaults=defaults,
        entries=stored.attributes(head.entries),
        find=found_in(session.store, lambda: head.commit),
    )
    chosen = _chosen(job, session, head, Recorded(project, recorded), scratch)
    if isinstance(chosen, RepoResult):
        return chosen
    base = renders.get(chosen, project, scratch) if chosen else None
    theirs = renders.get(target, project, scratch, beside=base)
    check_names(job, theirs, {**job.repo.defaults, **job.answers})
    remarks = check_questions(job, session, answers, theirs)
    given = MergeInput(
        head=head,
        base=base,
        theirs=theirs,
        old=chosen.name if chosen else "",
        target=target,
        answers=theirs.answers,
        adopts=True,
        notes=(*remarks.notes, *_dropped(job, session, found, theirs)),
        warnings=remarks.warnings,
        checkout=job.checkout,
    )
    change = merge_template(session.store, given, scratch)
    if change.merged.conflicts and not job.run.dry:
        MergeSession(session, name).begin(job, change)
    return publish_merge(job, session, change)


def _answers(job: Job[AdoptOptions], found: Answers | None) -> Answers:
    """Return the answers that are known, in a file that names no version."""
    import yaml

    own = {k: v for k, v in (found.values if found else {}).items() if k[:1] != "_"}
    values = own | dict(job.answers)
    data = yaml.safe_dump(values).encode() if values else b""
    path = found.path if found else job.repo.answers_file
    return answers_file.Answers(path=path, data=data, values=values)


def _dropped(
    job: Job[Any], session: Session, found: Answers | None, theirs: Render
) -> Iterator[str]:
    """Yield what the answers file loses: another template, and answers to it."""
    if found is None:
        return
    if found.source and not job.is_source(found.source):
        version = found.version or "no version"
        source = without_secrets(found.source)
        yield f"{found.path} said: from the template {source} at {version}"
    written = session.store.content(theirs.entries[found.path].oid)
    kept = answers_file.read(found.path, written).values
    lost = [name for name in found.values if name[:1] != "_" and name not in kept]
    if lost:
        yield f"answers that this template does not ask for: {', '.join(lost)}"


def _chosen(
    job: Job[AdoptOptions],
    session: Session,
    head: Head,
    given: Recorded,
    scratch: str,
) -> Version | RepoResult | None:
    """Return the version a project was made from; None: none; a result: ask."""
    assert job.target is not None
    if name := job.options.base:
        version = session.mirror.find(name)
        if version is None and name != NONE:
            raise JobStopped("blocked", f"the template has no version {name}")
        if version and is_older(job.target.name, version.name):
            what = f"{job.target.name} is older than {version.name}"
            raise JobStopped("blocked", f"{what}: fleet does not go back")
        return version
    project, recorded = given
    named = session.mirror.find(recorded)
    candidates = []
    for version in session.mirror.versions():
        if is_older(job.target.name, version.name):
            continue
        try:
            render = session.renders.get(version, project, scratch)
        except JobStopped:
            # It asked other questions then, or the version is broken.
            continue
        distance, size = _measured(session, render, head)
        if distance == 0 and named and named.commit == version.commit:
            return version
        candidate = Candidate(
            version=version, render=render, distance=distance, size=size
        )
        candidates.append(candidate)
    near = nearest(candidates)
    if len(near) <= 1:
        return near[0].version if near else None
    choices = tuple((each.version.name, each.distance) for each in near)
    how = f"several are near: choose with --base VERSION, or --base {NONE}"
    return RepoResult(
        repo=job.repo.name, outcome="needs-choice", message=how, choices=choices
    )


def nearest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the version that is nearest; several where they are too near to tell.

    None where even the nearest has less than half of its lines in the project. Of
    versions that came out the same, the newest stands for all; newest come first.
    """
    ranked = sorted(candidates, key=lambda each: each.distance)
    if not ranked or 2 * ranked[0].distance > ranked[0].size:
        return []
    best = ranked[0]
    close = [best]
    for other in ranked[1:]:
        margin = max(2, best.distance // 5)
        same = any(_same(other.render, each.render) for each in close)
        if other.distance - best.distance <= margin and not same:
            close.append(other)
    return close


def _same(one: Render, other: Render) -> bool:
    differ = one.entries.items() ^ other.entries.items()
    return {path for path, _ in differ} <= {one.answers, other.answers}


def _measured(session: Session, render: Render, head: Head) -> tuple[int, int]:
    """Count the lines in which a project differs from a render, and the render's."""
    store = session.store
    changed = store.count_changed_lines(render.tree, head.tree, status="a")
    nothing = store.git("mktree").decode().strip()
    lines = store.count_changed_lines(nothing, render.tree)
    return _sum(changed, render.answers), _sum(lines, render.answers)


def _sum(lines: Mapping[str, tuple[int, int] | None], answers: str) -> int:
    """Add up changed lines, but those of the answers file."""
    # A binary file has no lines: it counts as one.
    return sum(
        1 if counted is None else sum(counted)
        for path, counted in lines.items()
        if path != answers
    )


ADOPT = Operation(
    name="adopt", run=adopt, stopped=stopped, respects_hold=True, has_made=has_made
)
