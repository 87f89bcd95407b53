"""The results of a rewrite, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.summary import by_kind
from dr_refit.plural import counted
from dr_refit.report.diagnostics import line_of
from dr_refit.report.printable import printable, printable_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.result import Checked, Report


def render(report: Report, *, verbose: bool = False) -> str:
    """Return a line per finding and changed file, then the summary.

    What was rewritten is named if verbose; what would be, unless a diff shows it.
    """
    lines = []
    verb = "would rewrite" if report.dry else "rewrote"
    for file in report.results:
        if file.changed and (verbose or (report.dry and not file.diff)):
            lines.append(f"{verb} {printable_path(file.path)}")
        lines += [line_of(file.path, finding) for finding in file.findings]
    return "\n".join([*lines, *_summary(report)]) + "\n"


def render_checked(checked: Checked) -> str:
    """Return a line per finding, then what there is to say beside."""
    lines = [
        line_of(file.path, finding)
        for file in checked.results
        for finding in file.findings
    ]
    return "".join(f"{line}\n" for line in [*lines, *checked.said])


def _summary(report: Report) -> Iterator[str]:
    would = "would be rewritten" if report.dry else "rewritten"
    counts = [f"{report.changed} {would}"]
    if report.needs_person:
        verb = counted(report.needs_person, "needs", "need")
        counts.append(f"{verb} a person")
    if report.failed:
        counts.append(f"{report.failed} failed")
    yield f"{counted(report.looked_at, 'file')} looked at: {', '.join(counts)}."
    kinds = [*by_kind(report.results)]
    if len(kinds) > 1:
        yield from (f"  {one.kind}: {one.counts(dry=report.dry)}" for one in kinds)
    if report.unasked:
        listed = ", ".join(report.unasked)
        yield f"Literals that {listed} would rename stay: --values renames them, too."
    if report.add:
        yield "Dependencies to add:"
        yield from (f"  {requirement}" for requirement in report.add)
    if report.drop:
        yield "Dependencies to drop:"
        yield from (f"  {distribution}" for distribution in report.drop)
    if report.commands:
        yield "Commands to run:"
        yield from (f"  {printable(command)}" for command in report.commands)
