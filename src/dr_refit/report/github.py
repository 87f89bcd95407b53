"""A report as GitHub workflow commands, which annotate a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.report.text import shown

if TYPE_CHECKING:
    from dr_refit.model import Finding, Report

_COMMAND = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def _escaped(text: str, table: dict[str, str]) -> str:
    return shown("".join(table.get(character, character) for character in text))


def _command(path: str, finding: Finding) -> str:
    place = f",line={finding.line},col={finding.column}" if finding.line else ""
    properties = (
        f"title={_escaped(finding.code, _PROPERTY)},file={_escaped(path, _PROPERTY)}"
    )
    message = _escaped(finding.message, _DATA)
    return f"::{_COMMAND[finding.level]} {properties}{place}::{message}"


def annotation(level: str, title: str, message: str) -> str:
    """Write a command that belongs to no file."""
    kind = _COMMAND[level]
    return f"::{kind} title={_escaped(title, _PROPERTY)}::{_escaped(message, _DATA)}"


def render(report: Report) -> str:
    """Write a command a finding, and one for each file that would change."""
    lines = []
    for result in report.results:
        if result.changed and report.dry:
            path = _escaped(result.path, _PROPERTY)
            message = "imports of retired packages: run codemod rewrite-imports"
            lines.append(f"::error title=would-rewrite,file={path}::{message}")
        lines += [_command(result.path, finding) for finding in result.findings]
    text = "\n".join(lines)
    return f"{text}\n".encode("utf-8", "backslashreplace").decode() if lines else ""
