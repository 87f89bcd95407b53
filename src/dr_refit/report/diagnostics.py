"""All that a result reports, as one list that every format prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.result import Checked, Report
from dr_refit.codes import Code
from dr_refit.findings import WHOLE_FILE, Position
from dr_refit.plural import counted, noun
from dr_refit.records import NamedTuple
from dr_refit.report.diff import legible
from dr_refit.report.printable import printable, printable_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dr_refit.checks.model import Audit
    from dr_refit.codemod.result import FileResult
    from dr_refit.codes import Level
    from dr_refit.findings import Finding
    from dr_refit.fleet.model import (
        FleetReport,
        FleetStatus,
        Located,
        RepoResult,
        RepoStatus,
    )
    from dr_refit.git.merge import Conflict
    from dr_refit.plan.model import Order, Progress, RowProgress
    from dr_refit.plan.verdict import Left

    type Result = (
        Report | Checked | Audit | FleetReport | FleetStatus | Progress | Order
    )

#: So many places of what is left are named.
_MOST = 3


class Diagnostic(NamedTuple):
    """One thing that a person must decide, or should know."""

    #: The code of a finding, or a state of a whole repository: behind, conflict, …
    code: str
    level: Level
    message: str
    #: A heading of one or two words.
    title: str
    #: The repository in a fleet, to which paths are relative; empty: no fleet.
    repo: str = ""
    #: Empty where it is about the whole repository.
    path: str = ""
    position: Position = WHOLE_FILE
    #: The change that a run would make, where it was asked to show it.
    diff: str = ""


def diagnostics(result: Result) -> list[Diagnostic]:
    """Return all that a result has to report, in its order."""
    if isinstance(result, Report):
        return [*_of_report(result)]
    if isinstance(result, Checked):
        return [d for file in result.results for d in _of_file(file)]
    from dr_refit.checks.model import Audit  # start-up time
    from dr_refit.fleet.model import FleetReport
    from dr_refit.plan.model import Order, Progress

    if isinstance(result, Audit):
        return [
            _found(one.path, one.finding, title=one.finding.code, repo=one.repository)
            for one in result.found
        ]
    if isinstance(result, FleetReport):
        return [d for one in result.results for d in _of_result(one, dry=result.dry)]
    if isinstance(result, Progress):
        rows = (row for phase in result.phases for row in phase.rows)
        return [_of_left(row, left) for row in rows for left in row.left]
    if isinstance(result, Order):
        return [*_of_order(result)]
    return [d for one in result.statuses for d in _of_status(one, result.newest)]


def location(path: str, position: Position) -> str:
    """Return `path:line:column`, as far as it is known; in a notebook with its cell."""
    parts = [printable_path(path)]
    if position.cell:
        parts.append(f"cell {position.cell}")
    parts += [str(number) for number in (position.line, position.column) if number]
    return ":".join(parts)


def line_of(path: str, found: Finding | Diagnostic) -> str:
    """Return the printed form of what was found in a file."""
    where = location(path, found.position)
    said = f"{found.level}: {printable(found.message)} [{found.code}]"
    return f"{where}: {said}" if where else said


def _found(path: str, finding: Finding, *, title: str, repo: str = "") -> Diagnostic:
    return Diagnostic(
        code=finding.code,
        level=finding.level,
        message=finding.message,
        title=title,
        repo=repo,
        path=path,
        position=finding.position,
    )


def _of_report(report: Report) -> Iterator[Diagnostic]:
    for file in report.results:
        if file.changed and report.dry:
            yield Diagnostic(
                code=Code.RETIRED_IMPORT,
                # What a check is there to find, though a rewrite settles it.
                level="error",
                message="would be rewritten by codemod rewrite-imports",
                title="would-rewrite",
                path=file.path,
                diff=legible(file.diff),
            )
        yield from _of_file(file)


def _of_file(file: FileResult) -> Iterator[Diagnostic]:
    for finding in file.findings:
        yield _found(file.path, finding, title=finding.code)


def _of_result(result: RepoResult, *, dry: bool) -> Iterator[Diagnostic]:
    if result.level != "note":
        outcome = outcome_of(result, dry=dry)
        yield Diagnostic(
            code=result.outcome,
            level=result.level,
            message="\n".join(
                [f"{result.repo}  {headline(result, dry=dry)}", *details(result)]
            ),
            title=f"{result.repo}: {outcome}",
            repo=result.repo,
        )
    yield from _of_findings(result.repo, result.findings)


def outcome_of(result: RepoResult, *, dry: bool) -> str:
    """Return the outcome of a repository; of a dry run, what it would be."""
    would = dry and result.outcome in {"created", "reverted"}
    return f"would be {result.outcome}" if would else result.outcome


def headline(result: RepoResult, *, dry: bool) -> str:
    """Return what became of a repository: its outcome, versions and branch."""
    parts = [outcome_of(result, dry=dry)]
    if result.old or result.new:
        versions = dict.fromkeys(filter(None, [result.old, result.new]))
        parts.append(" -> ".join(versions))
    if result.branch and result.outcome in {"created", "unchanged", "unpushed"}:
        parts.append(f"{result.branch} ({counted(result.files, 'file')})")
    return "  ".join(parts)


def details(result: RepoResult) -> list[str]:
    """Return what a person should know of it, line by line."""
    return [
        *filter(None, [result.message, result.pull_request]),
        *map(_conflict, result.conflicts),
        *(f"warning: {warning}" for warning in result.warnings),
        *result.notes,
        *(
            f"{version}: {counted(lines, 'line')} {noun(lines, 'differs', 'differ')}"
            for version, lines in result.choices
        ),
    ]


def _conflict(conflict: Conflict) -> str:
    count = f" ({counted(conflict.hunks, 'hunk')})" if conflict.hunks else ""
    return f"{conflict.kind} {conflict.path}{count}"


def _of_status(one: RepoStatus, newest: str) -> Iterator[Diagnostic]:
    name = one.repo.name
    if one.repo.hold:
        yield _about(name, "held", "note", f"held: {one.repo.hold}")
    for note in one.notes:
        yield _about(name, "head", "note", note)
    if one.state != "current":
        level: Level = "note" if one.repo.hold and one.state != "broken" else "error"
        message = f"{one.state}: {_state(one, newest)}"
        yield _about(name, one.state, level, message)
    for edge in one.violations:
        places = edge.places or edge.required
        listed = ", ".join(f"{path}:{line}" for path, line in places)
        message = f"{edge.why} ({listed})"
        yield _about(name, Code.LAYER_VIOLATION, "warning", message)
    yield from _of_findings(name, one.findings)
    for requirement in one.uncapped:
        yield _about(name, "uncapped", "warning", f"{requirement} has no cap")


def _about(repo: str, code: str, level: Level, message: str) -> Diagnostic:
    return Diagnostic(code=code, level=level, message=message, title=repo, repo=repo)


def _state(one: RepoStatus, newest: str) -> str:
    """Return why a repository is not current."""
    if one.state == "broken":
        return one.error
    if one.state == "behind":
        return f"{one.version}, and there is {one.newest or newest}"
    if one.state == "drifted":
        paths = ", ".join(drift.path for drift in one.drift if drift.owned)
        return f"files of the template were changed: {paths}"
    return f"its template version is unknown: run `fleet adopt {one.repo.name}`"


def _of_findings(repo: str, findings: tuple[Located, ...]) -> Iterator[Diagnostic]:
    for located in findings:
        yield _found(located.path, located.finding, title=repo, repo=repo)


def _of_left(row: RowProgress, left: Left) -> Diagnostic:
    place = left.places[0] if left.places else None
    command = f"\nrun: {left.command}" if left.command else ""
    return Diagnostic(
        code="open" if left.measured else "not-measured",
        level="warning",
        message=f"{row.row.name}: {told(left)}{command}",
        title=row.row.name,
        repo=left.repository,
        path=place.path if place and left.repository else "",
        position=Position(line=place.line) if place else WHOLE_FILE,
    )


def _of_order(order: Order) -> Iterator[Diagnostic]:
    for step in order.steps:
        lines = [step.command, *step.why, *(f"waits for {why}" for why in step.waits)]
        yield Diagnostic(
            code="waits" if step.waits else "next",
            level="warning",
            message="\n".join(filter(None, lines)),
            title=", ".join(step.rows),
            repo=step.repository,
        )


def status_of(row: RowProgress) -> str:
    """Return how far a row of a plan is: what is true, or how much is left."""
    if row.state == "done":
        return f"done: {'; '.join(row.said)}"
    return f"{row.state}: {row.size} left" if row.state == "open" else row.state


def change(row: RowProgress) -> str:
    """Return what became of a row since the last change of the plan."""
    assert row.before
    if row.before.state != row.state:
        return f"{row.state}, was {row.before.state}"
    return f"{row.size} left, was {row.before.size}"


def with_commands(row: RowProgress) -> Iterator[tuple[Left, str]]:
    """Yield what is left of a row, each command after the last that it is for."""
    later = [one.command for one in row.left]
    for one in row.left:
        later.remove(one.command)
        yield one, "" if one.command in later else one.command


def told(
    left: Left, text: Callable[[str], str] = str, code: Callable[[str], str] = str
) -> str:
    """Return what is left of a row, with the first of its places.

    `text` and `code` make what is printed of words, and of names in files.
    """
    named = ", ".join(
        code(location(place.path, Position(line=place.line)))
        for place in left.places[:_MOST]
    )
    more = len(left.places) - _MOST
    places = f" ({named}{f' and {more} more' if more > 0 else ''})" if named else ""
    return f"{'' if left.measured else 'not measured: '}{text(left.why)}{places}"
