"""A report as a page in Markdown: what changed, and what is left, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.result import Checked, Report
from dr_refit.codes import KINDS
from dr_refit.report.diagnostics import diagnostics, line_of
from dr_refit.report.printable import printable, printable_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.report.diagnostics import Result


def render(result: Result) -> str:
    """Return the result as Markdown."""
    lines = _of_report(result) if isinstance(result, Report) else _of_others(result)
    return "\n".join(lines) + "\n"


def _of_report(report: Report) -> Iterator[str]:
    yield "# Retired packages"
    for kind in KINDS:
        changed = [one.path for one in report.results if kind in one.kinds]
        left = [
            line_of(one.path, finding)
            for one in report.results
            for finding in one.findings
            if finding.kind == kind
        ]
        if changed or left:
            yield f"\n## {kind}"
        would = "Would change" if report.dry else "Changed"
        yield from _listed(f"{would}:", map(printable_path, changed))
        yield from _listed("Left:", left)
    yield from _listed("Dependencies to add:", report.add)
    yield from _listed("Dependencies to drop:", report.drop)
    yield from _listed("Commands to run:", report.commands)


def _of_others(result: Result) -> Iterator[str]:
    yield "# Migrations" if isinstance(result, Checked) else "# Fleet"
    found = diagnostics(result)
    repos = [f"{printable(one.repo)}: " if one.repo else "" for one in found]
    lines = (line_of(one.path, one) for one in found)
    yield from _listed("Left:", map(str.__add__, repos, lines))


def _listed(title: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield a list, if it has something."""
    items = [f"- {_plain(text)}" for text in texts]
    if items:
        yield from ["", title, "", *items]


def _plain(text: str) -> str:
    """Return text in which nothing is a link, a picture or HTML."""
    for sign in "\\<[]*_|":
        text = text.replace(sign, f"\\{sign}" if sign != "<" else "&lt;")
    return " ".join(text.split())
