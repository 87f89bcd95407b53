"""What became of the answers that a person once gave, in another render."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import is_older
from dr_refit.records import NamedTuple
from dr_refit.toml import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.renders import Render
    from dr_refit.fleet.session import Session


class Remarks(NamedTuple):
    """What a person should know of a render, and what they must look at."""

    notes: tuple[str, ...]
    warnings: tuple[str, ...]


def check_names(job: Job[Any], render: Render, names: Iterable[str]) -> None:
    """Stop where fleet.toml, or --data, answers what the template never asks."""
    for name in names:
        if name not in render.known:
            what = f"it is answered {name}, which {job.template.url} does not ask"
            raise JobStopped("failed", what, nearest(name, render.known))


def check_questions(
    job: Job[Any], session: Session, before: Answers, theirs: Render
) -> Remarks:
    """Return notes on new questions, and warnings of answers that are not asked for.

    Raises JobStopped where an old answer is no longer valid, or seems to belong to a
    question that has another name now.
    """
    data = session.store.content(theirs.entries[theirs.answers].oid)
    after = answers_file.read(theirs.answers, data)
    lost = answers_file.lost(before, after, theirs.invalid, job.repo.defaults)
    if lost:
        hint = f"answer anew under answers of {job.repo.name} in fleet.toml, or --data"
        raise JobStopped("blocked", f"{'; '.join(lost)}: {hint}")
    new = [
        name
        for name in theirs.questions
        if name not in before.values and name in after.values
    ]
    by_default = [name for name in new if name not in job.repo.defaults]
    gone = [
        name
        for name in before.values
        if name[:1] != "_" and name not in after.values and name not in theirs.secret
    ]
    vanished = [name for name in gone if name not in theirs.known]
    if before.version and vanished and by_default:
        old = ", ".join(f"{name}: {before.values[name]!r}" for name in vanished)
        now = ", ".join(f"{name}: {after.values[name]!r}" for name in by_default)
        example = f"{by_default[0]}={before.values[vanished[0]]}"
        raise JobStopped(
            "needs-choice",
            f"{theirs.version} does not ask {old} any more, and asks {now} instead",
            f"answer that, for example --data {example},"
            f" or under answers of {job.repo.name} in fleet.toml",
        )
    warnings = [
        f"the answer {name}: {before.values[name]!r} is dropped: it is not asked any"
        f" more{f', and {theirs.hidden[name]!r} now' if name in theirs.hidden else ''}"
        for name in gone
        if str(theirs.hidden.get(name, "")) != str(before.values[name])
    ]
    warnings += [
        f"the answer {name} is secret now, and not written down any more: to keep it,"
        f" write it under answers of {job.repo.name} in fleet.toml"
        for name in theirs.secret
        if name in before.values and name not in {*after.values, *job.answers}
    ]
    notes = [f"new question {name}: answered {after.values[name]!r}" for name in new]
    notes += [
        f"the answer {name}: {before.values[name]!r} is kept: it is not asked any more"
        for name in theirs.kept
    ]
    if not_run := [*_not_run(before, theirs)]:
        said = f"made without the {' and the '.join(not_run)} of the template"
        if job.template.skip_tasks:
            notes.append(said)
        else:
            how = "to hear no more of it: skip-tasks = true in fleet.toml"
            warnings.append(f"{said}: run them on the branch ({how})")
    return Remarks(notes=tuple(notes), warnings=tuple(warnings))


def _not_run(before: Answers, theirs: Render) -> Iterator[str]:
    """Yield what a template would run, which nobody does here."""
    if theirs.has_tasks:
        yield "tasks"
    old, new = before.version, theirs.version
    commands = [
        command
        for of, command in theirs.migrations
        # Where the names do not tell, it may be meant.
        if is_older(old, of) is not False and not is_older(new, of)
    ]
    if old not in {"", new} and commands:
        yield f"migrations `{'`, `'.join(commands)}`"
