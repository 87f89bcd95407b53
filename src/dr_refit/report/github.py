"""A report as GitHub workflow commands, which annotate a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.report.diagnostics import diagnostics, line_of
from dr_refit.report.printable import printable

if TYPE_CHECKING:
    from dr_refit.report.diagnostics import Diagnostic, Result

#: Level of a diagnostic -> name of the command.
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def render(result: Result) -> str:
    """Return a command for each diagnostic, in UTF-8 whatever files are called."""
    text = "".join(f"{_command(each)}\n" for each in diagnostics(result))
    return text.encode("utf-8", "backslashreplace").decode()


def _command(diagnostic: Diagnostic) -> str:
    properties = {"title": diagnostic.title}
    message = diagnostic.message
    if diagnostic.diff:
        message += f"\n{diagnostic.diff}"
    if diagnostic.repo:
        # The file is in another repository than the one whose workflow runs.
        if diagnostic.path:
            message = line_of(diagnostic.path, diagnostic)
    elif diagnostic.path:
        properties["file"] = diagnostic.path
        if diagnostic.position.line:
            properties["line"] = str(diagnostic.position.line)
            properties["col"] = str(diagnostic.position.column)
    listed = ",".join(f"{k}={_escaped(v, _PROPERTY)}" for k, v in properties.items())
    name = _COMMANDS[diagnostic.level]
    return f"::{name} {listed}::{_escaped(message, _DATA)}"


def _escaped(text: str, table: dict[str, str]) -> str:
    return printable("".join(table.get(character, character) for character in text))
