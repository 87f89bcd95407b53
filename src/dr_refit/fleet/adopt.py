"""A repository that is not linked to its template: found out, and linked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.change import PREFIX, by_hand, combine, conclude
from dr_refit.fleet.job import fetch
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.resolve import Desk
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import is_older
from dr_refit.fleet.update import check_questions
from dr_refit.fleet.workshop import Project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.job import Head, Job
    from dr_refit.fleet.template import Version
    from dr_refit.fleet.workshop import Render, Workshop

#: What is no version: the project was not made from the template.
NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A version that the project may have been made from."""

    version: Version
    render: Render
    #: Lines that differ on the paths of the template, and lines that it has.
    distance: int
    size: int


def adopt(job: Job, shop: Workshop, scratch: str) -> RepoResult:
    """Merge the target version in, on the base of the version it was made from.

    Where that is none, what differs is a conflict: nothing is overwritten.
    """
    assert job.target is not None
    head = fetch(job, shop.store, PREFIX)
    found = answers_file.find(shop.store, head.entries, job.url)
    if found and found.source == job.url and shop.mirror.find(found.version):
        how = f"run: fleet update --repos {job.repo.name}"
        return RepoResult(repo="", outcome="up-to-date", message=f"it is linked; {how}")
    if done := by_hand(job, shop, head):
        return done
    answers = _answers(job, found)
    # The one question that every project can answer by itself.
    defaults = {"project_name": job.repo.name} | dict(job.repo.answers)
    project = Project(name=job.repo.name, answers=answers, defaults=defaults)
    chosen = _chosen(job, shop, head, project, scratch)
    if isinstance(chosen, RepoResult):
        return chosen
    base = shop.render(chosen, project, scratch) if chosen else None
    theirs = shop.render(job.target, project, scratch, beside=base)
    change = combine(
        shop,
        head,
        base,
        theirs,
        old=chosen.name if chosen else "",
        target=job.target,
        answers=answers.path,
        scratch=scratch,
        notes=(
            *check_questions(job, shop, answers, theirs),
            *_dropped(job, shop, found, theirs),
        ),
    )
    if change.merged.conflicts and not job.dry:
        Desk(shop, job.repo.name).begin(job, change)
    return conclude(job, shop, change)


def _answers(job: Job, found: Answers | None) -> Answers:
    """Give the answers that are known, in a file that names no version."""
    import yaml

    own = {k: v for k, v in (found.values if found else {}).items() if k[:1] != "_"}
    values = dict(job.repo.answers) | own
    data = yaml.safe_dump(values).encode() if values else b""
    path = found.path if found else answers_file.DEFAULT
    return answers_file.Answers(path=path, data=data, values=values)


def _dropped(
    job: Job, shop: Workshop, found: Answers | None, theirs: Render
) -> Iterator[str]:
    """Say what the answers file loses: another template, and answers to it."""
    if found is None:
        return
    if found.source not in {"", job.url}:
        version = found.version or "no version"
        yield f"{found.path} said: from the template {found.source} at {version}"
    written = shop.store.find(theirs.entries[found.path].oid)
    assert written is not None
    kept = answers_file.read(found.path, written.data).values
    lost = [name for name in found.values if name[:1] != "_" and name not in kept]
    if lost:
        yield f"answers that this template does not ask for: {', '.join(lost)}"


def _chosen(
    job: Job, shop: Workshop, head: Head, project: Project, scratch: str
) -> Version | RepoResult | None:
    """Tell the version a project was made from; None: none; a result: ask."""
    assert job.target is not None
    if job.options:
        (name,) = job.options
        version = shop.mirror.find(name)
        if version is None and name != NONE:
            raise JobStopped("blocked", f"the template has no version {name}")
        if version and is_older(job.target, version):
            what = f"{job.target.name} is older than {version.name}"
            raise JobStopped("blocked", f"{what}: fleet does not go back")
        return version
    candidates = []
    for version in shop.mirror.versions():
        if is_older(job.target, version):
            continue
        try:
            render = shop.render(version, project, scratch)
        except JobStopped:
            # It asked other questions then, or the version is broken.
            continue
        distance, size = _measured(shop, render, head, project.answers.path)
        candidate = Candidate(
            version=version, render=render, distance=distance, size=size
        )
        candidates.append(candidate)
    near = nearest(candidates, project.answers.path)
    if len(near) <= 1:
        return near[0].version if near else None
    choices = tuple((each.version.name, each.distance) for each in near)
    how = f"several are near: choose with --base VERSION, or --base {NONE}"
    return RepoResult(repo="", outcome="needs-choice", message=how, choices=choices)


def nearest(candidates: Sequence[Candidate], answers: str) -> list[Candidate]:
    """Give the version that is nearest; several where they are too near to tell.

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
        same = any(_same(other.render, each.render, answers) for each in close)
        if other.distance - best.distance <= margin and not same:
            close.append(other)
    return close


def _same(one: Render, other: Render, answers: str) -> bool:
    differ = one.entries.items() ^ other.entries.items()
    return {path for path, _ in differ} <= {answers}


def _measured(
    shop: Workshop, render: Render, head: Head, answers: str
) -> tuple[int, int]:
    """Count the lines in which a project differs from a render, and the render's."""
    git = shop.store.git
    command = ("diff-tree", "-r", "-z", "--numstat", "--no-renames")
    changed = git(*command, "--diff-filter=a", render.tree, head.tree)
    nothing = git("mktree").decode().strip()
    return _lines(changed, answers), _lines(
        git(*command, nothing, render.tree), answers
    )


def _lines(numstat: bytes, answers: str) -> int:
    total = 0
    for line in os.fsdecode(numstat).split("\0")[:-1]:
        added, removed, path = line.split("\t", 2)
        if path != answers:
            # A binary file has no lines: it counts as one.
            total += 1 if added == "-" else int(added) + int(removed)
    return total
