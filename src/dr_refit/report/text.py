"""A report for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.result import Report

#: Control characters, and what is not seen or turns the text around.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def shown(text: str) -> str:
    """Show text on one line, so that no file name can forge output."""
    return (
        _UNPRINTABLE.sub(
            lambda match: match.group().encode("unicode_escape").decode(), text
        )
        .encode("utf-8", "backslashreplace")
        .decode()
    )


def shown_path(path: str) -> str:
    """Show a path at the start of a line, where `::` is a command to GitHub."""
    text = shown(path)
    return f"./{text}" if text.lstrip().startswith(("::", "##[")) else text


def render(report: Report, *, verbose: bool = False) -> str:
    """List the findings, then the summary."""
    lines = []
    verb = "would rewrite" if report.dry else "rewrote"
    for result in report.results:
        path = shown_path(result.path)
        if result.changed and verbose:
            lines.append(f"{verb} {path}")
        for finding in result.findings:
            place = (
                f"{path}:{finding.position.line}:{finding.position.column}"
                if finding.position.line
                else path
            )
            lines.append(
                f"{place}: {finding.level}: {shown(finding.message)} [{finding.code}]"
            )
    return "\n".join([*lines, *_summary(report)]) + "\n"


def _summary(report: Report) -> Iterator[str]:
    would = "would be rewritten" if report.dry else "rewritten"
    counts = [f"{report.changed} {would}"]
    if report.needs_person:
        verb = "needs" if report.needs_person == 1 else "need"
        counts.append(f"{report.needs_person} {verb} a person")
    if report.failed:
        counts.append(f"{report.failed} failed")
    files = "file" if report.looked_at == 1 else "files"
    yield f"{report.looked_at} {files} looked at: {', '.join(counts)}."
    if report.add:
        yield "Dependencies to add:"
        yield from (f"  {requirement}" for requirement in report.add)
    if report.drop:
        yield "Dependencies to drop:"
        yield from (f"  {distribution}" for distribution in report.drop)
