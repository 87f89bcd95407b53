"""A report as GitHub workflow commands, which annotate a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.codemod.result import Report

#: Level of a finding -> name of the command.
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def _escaped(text: str, table: dict[str, str]) -> str:
    return shown("".join(table.get(character, character) for character in text))


def command(name: str, message: str, **properties: str | int) -> str:
    """Write one workflow command, whatever the texts hold."""
    listed = ",".join(
        f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items()
    )
    return f"::{name} {listed}::{_escaped(message, _DATA)}"


def joined(lines: Iterable[str]) -> str:
    """Write commands, one a line, in UTF-8 whatever the names of files are."""
    text = "".join(f"{line}\n" for line in lines)
    return text.encode("utf-8", "backslashreplace").decode()


def render(report: Report) -> str:
    """Write a command a finding, and one for each file that would change."""
    return joined(_commands(report))


def _commands(report: Report) -> Iterator[str]:
    for result in report.results:
        if result.changed and report.dry:
            message = "imports of retired packages: run codemod rewrite-imports"
            yield command("error", message, title="would-rewrite", file=result.path)
        for finding in result.findings:
            place = (
                {"line": finding.position.line, "col": finding.position.column}
                if finding.position.line
                else {}
            )
            yield command(
                LEVELS[finding.level],
                finding.message,
                title=finding.code,
                file=result.path,
                **place,
            )
