"""What became of a fleet: for people, for programs, and for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from dr_refit.report.github import command
from dr_refit.report.json import fields
from dr_refit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dr_refit.fleet.model import Conflict, FleetReport, Located, RepoResult

_LEVEL = {1: "warning", 2: "error"}


def text(report: FleetReport) -> str:
    """List the repositories, what a person should know of each, and the sum."""
    width = max((len(result.repo) for result in report.results), default=0)
    lines = [line for r in report.results for line in _lines(r, width, dry=report.dry)]
    return "\n".join([*lines, _summary(report)]) + "\n"


def _said(result: RepoResult, *, dry: bool) -> str:
    would = dry and result.outcome == "created"
    return "would be created" if would else result.outcome


def _lines(result: RepoResult, width: int, *, dry: bool) -> Iterator[str]:
    parts = [_said(result, dry=dry)]
    if result.old or result.new:
        versions = dict.fromkeys(filter(None, [result.old, result.new]))
        parts.append(" -> ".join(versions))
    if result.branch and result.outcome in {"created", "unchanged", "unpushed"}:
        files = "file" if result.files == 1 else "files"
        parts.append(f"{result.branch} ({result.files} {files})")
    yield shown(f"{result.repo:{width}}  {'  '.join(filter(None, parts))}")
    below = [
        *filter(None, [result.message, result.request]),
        *map(_conflict, result.conflicts),
        *result.notes,
        *(f"{version}: {lines} lines differ" for version, lines in result.choices),
        *map(_finding, result.findings),
    ]
    for line in below:
        yield shown(f"{'':{width}}  {line}")


def _finding(located: Located) -> str:
    finding = located.finding
    place = (
        f"{located.path}:{finding.position.line}"
        if finding.position.line
        else located.path
    )
    return f"{place}: {finding.level}: {finding.message} [{finding.code}]"


def _conflict(conflict: Conflict) -> str:
    hunks = "hunk" if conflict.hunks == 1 else "hunks"
    count = f" ({conflict.hunks} {hunks})" if conflict.hunks else ""
    return f"{conflict.kind} {conflict.path}{count}"


def _summary(report: FleetReport) -> str:
    counts = Counter[str](result.outcome for result in report.results)
    number = len(report.results)
    repositories = "repository" if number == 1 else "repositories"
    what = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    dry = " Nothing was published." if report.dry else ""
    return f"{number} {repositories}: {what or 'nothing to do'}.{dry}"


def json_(report: FleetReport) -> str:
    """Write the report as one JSON object."""
    data = {
        "exit_code": report.exit_code,
        "operation": report.operation,
        "version": report.version,
        "published": not report.dry,
        "repositories": [
            {
                **asdict(result),
                "findings": [
                    {"path": located.path, "finding": fields(located.finding)}
                    for located in result.findings
                ],
                "exit_code": result.exit_code,
            }
            for result in report.results
        ],
    }
    return json.dumps(data, indent=2) + "\n"


def github(report: FleetReport) -> str:
    """Write an annotation for each repository that needs a person."""
    lines = [
        command(
            _LEVEL[result.exit_code],
            "\n".join(_lines(result, 0, dry=report.dry)),
            title=f"{result.repo}: {_said(result, dry=report.dry)}",
        )
        for result in report.results
        if result.exit_code
    ]
    return "".join(f"{line}\n" for line in lines)


FORMATS: dict[str, Callable[[FleetReport], str]] = {
    "text": text,
    "json": json_,
    "github": github,
}
