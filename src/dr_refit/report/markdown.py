"""A report as a page in Markdown: what changed, and what is left, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.result import Checked, Report
from dr_refit.codemod.summary import by_kind
from dr_refit.report.diagnostics import diagnostics, line_of
from dr_refit.report.printable import printable, printable_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.plan.model import Progress
    from dr_refit.report.diagnostics import Result


def render(result: Result) -> str:
    """Return the result as Markdown."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    if isinstance(result, Report):
        return _of_report(result)
    from dr_refit.plan.model import Progress  # start-up time

    return _of_plan(result) if isinstance(result, Progress) else _of_others(result)


def _of_report(report: Report) -> Iterator[str]:
    yield "# Retired packages"
    would = "Would change" if report.dry else "Changed"
    for one in by_kind(report.results):
        yield f"\n## {one.kind}: {one.counts(dry=report.dry)}"
        yield from _listed(f"{would}:", map(printable_path, one.changed))
        lines = (line_of(path, finding) for path, finding in one.found)
        yield from _listed("Left:", lines)
    yield from _listed("Literals stay, without --values, of:", report.unasked)
    yield from _listed("Dependencies to add:", report.add)
    yield from _listed("Dependencies to drop:", report.drop)
    yield from _listed("Commands to run:", report.commands)


def _of_plan(progress: Progress) -> Iterator[str]:
    from dr_refit.report.table import table

    yield from (f"# {plain(progress.plan.title)}", "", *table(progress))


def _of_others(result: Result) -> Iterator[str]:
    if isinstance(result, Checked):
        yield "# Migrations"
    else:
        from dr_refit.checks.model import Audit  # start-up time

        yield "# Audit" if isinstance(result, Audit) else "# Fleet"
    found = diagnostics(result)
    repos = [f"{printable(one.repo)}: " if one.repo else "" for one in found]
    lines = (line_of(one.path, one) for one in found)
    yield from _listed("Left:", map(str.__add__, repos, lines))


def _listed(title: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield a list, if it has something."""
    items = [f"- {plain(text)}" for text in texts]
    if items:
        yield from ["", title, "", *items]


def plain(text: str) -> str:
    """Return text in which nothing is a link, a picture or HTML."""
    for sign in "\\<[]*_|":
        text = text.replace(sign, f"\\{sign}" if sign != "<" else "&lt;")
    return " ".join(text.split())
