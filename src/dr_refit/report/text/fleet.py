"""The results of a run over a fleet, for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dr_refit.plural import counted
from dr_refit.report.diagnostics import details, headline, line_of, outcome_of
from dr_refit.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.fleet.model import FleetReport, RepoResult


def render(report: FleetReport) -> str:
    """Return a line per repository, what a person should know of it, and the sum."""
    width = max((len(result.repo) for result in report.results), default=0)
    lines = [line for r in report.results for line in _lines(r, width, dry=report.dry)]
    return "\n".join([*lines, _summary(report)]) + "\n"


def _lines(result: RepoResult, width: int, *, dry: bool) -> Iterator[str]:
    yield printable(f"{result.repo:{width}}  {headline(result, dry=dry)}")
    findings = (line_of(each.path, each.finding) for each in result.findings)
    for line in (*map(printable, details(result)), *findings):
        yield f"{'':{width}}  {line}"


def _summary(report: FleetReport) -> str:
    counts = Counter(outcome_of(result, dry=report.dry) for result in report.results)
    total = counted(len(report.results), "repository", "repositories")
    what = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    dry = " Nothing was published." if report.dry else ""
    return f"{total}: {what or 'nothing to do'}.{dry}"
